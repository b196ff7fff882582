def entropy_histogram(P):
    fig, ax = plt.subplots(dpi=50)
    ax.hist(entropy(P), bins=np.arange(-0.5, 4.01, 0.1))
    return fig, ax
