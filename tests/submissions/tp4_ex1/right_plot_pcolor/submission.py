def show_results(tokens, A, output):
    n = len(tokens)
    fig, ax = plt.subplots(2)
    bords = np.arange(n + 1) - 0.5
    ax[0].pcolormesh(bords, bords, A)
    ax[0].set_xticks(range(n), tokens)
    ax[0].set_yticks(range(n), tokens)
    ax[1].pcolormesh(np.arange(output.shape[1]), np.arange(n), output, shading="nearest")
    return fig
