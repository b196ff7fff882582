def show_results(tokens, A, output):
    fig, ax = plt.subplots()
    im = ax.imshow(A)
    ax.set_xticks(range(len(tokens)), tokens)
    ax.set_yticks(range(len(tokens)), tokens)
    fig.colorbar(im)
    return fig
