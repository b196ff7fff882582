def entropy_histogram(P):
    H = entropy(P)
    fig, ax = plt.subplots()
    ax.hist(H, bins=11, weights=np.full(len(H), 100 / len(H)))
    ax.set_ylabel("% des textes")
    return fig
