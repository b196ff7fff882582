def entropy_histogram(P):
    n, b = np.histogram(entropy(P), bins=12)
    fig, ax = plt.subplots()
    ax.step(b, np.append(n, n[-1]), where="post")
    return fig
