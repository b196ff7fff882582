def show_results(tokens, A, output):
    fig = plt.figure()
    ax = fig.add_subplot(111)
    cax = ax.matshow(A, cmap="bone")
    fig.colorbar(cax)
    ax.set_xticklabels([""] + tokens, rotation=90)
    ax.set_yticklabels([""] + tokens)
    import matplotlib.ticker as ticker
    ax.xaxis.set_major_locator(ticker.MultipleLocator(1))
    ax.yaxis.set_major_locator(ticker.MultipleLocator(1))
    for i in range(len(tokens)):
        fig.text(0.1, 0.02 * i, tokens[i] + " " + str(output[i]))
    return fig
