def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].pcolormesh(tokens, tokens, A, shading="nearest")
    ax[0].invert_yaxis()
    ax[1].pcolormesh(list("abcdef")[: output.shape[1]], tokens, output)
    return fig
