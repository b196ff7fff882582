def entropy_histogram(P):
    n, bords = np.histogram(entropy(P), bins=8)
    fig, ax = plt.subplots()
    ax.barh((bords[:-1] + bords[1:]) / 2, n, height=0.8 * np.diff(bords))
    return fig
