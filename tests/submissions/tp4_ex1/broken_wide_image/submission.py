def show_results(tokens, A, output):
    fig, ax = plt.subplots()
    ax.imshow(np.zeros((1, 100000)), aspect="auto")
    ax.set_xticks(range(300), ["a"] * 300)
    return fig
