def entropy_histogram(P):
    bords = np.quantile(entropy(P), np.linspace(0, 1, 7))
    bords[0] -= 0.01
    bords[-1] += 0.01
    n, _ = np.histogram(entropy(P), bins=bords)
    fig, ax = plt.subplots()
    ax.bar(bords[:-1], n, width=np.diff(bords), align="edge", edgecolor="k")
    return fig
