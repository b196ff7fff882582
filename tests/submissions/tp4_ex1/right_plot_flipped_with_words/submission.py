def show_results(tokens, A, output):
    n = len(tokens)
    fig, (g, d) = plt.subplots(1, 2)
    g.pcolormesh(A[::-1])
    g.set_xticks(np.arange(n) + 0.5, tokens)
    g.set_yticks(np.arange(n) + 0.5, tokens[::-1])
    d.imshow(output)
    return fig
