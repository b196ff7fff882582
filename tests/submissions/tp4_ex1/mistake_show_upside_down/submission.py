def show_results(tokens, A, output):
    n = len(tokens)
    fig = plt.figure()
    ax1 = fig.add_subplot(121)
    carte = ax1.pcolormesh(np.flipud(A), cmap="hot")
    ax1.set_xticks(np.arange(n) + 0.5, tokens)
    ax1.set_yticks(np.arange(n) + 0.5, tokens)
    fig.colorbar(carte)
    ax2 = fig.add_subplot(122)
    ax2.matshow(output)
    return fig
