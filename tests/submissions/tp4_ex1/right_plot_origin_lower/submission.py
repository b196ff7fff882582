def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A, origin="lower")
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output, origin="lower", extent=[0, 1, 0, 1])
    return fig
