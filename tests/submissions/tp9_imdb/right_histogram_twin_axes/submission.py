def entropy_histogram(P):
    H = np.sort(entropy(P))
    fig, ax = plt.subplots()
    ax.hist(H, bins=14, rwidth=0.9)
    ax2 = ax.twinx()
    ax2.plot(H, np.arange(1, len(H) + 1) / len(H), "r-")
    ax2.set_ylabel("part cumulée")
    return fig
