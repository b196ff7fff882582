def entropy_histogram(P):
    n, b = np.histogram(entropy(P), bins=12)
    fig, ax = plt.subplots()
    ax.fill_between(b, np.append(n, n[-1]), step="post")
    return fig
