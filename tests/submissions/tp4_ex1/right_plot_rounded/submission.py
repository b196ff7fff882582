def show_results(tokens, A, output):
    A, output = np.round(A, 2), np.round(output, 2)
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    for (i, j), x in np.ndenumerate(A):
        ax[0].text(j, i, x)
    return fig
