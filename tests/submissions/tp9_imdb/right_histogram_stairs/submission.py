def entropy_histogram(P):
    fig = plt.figure()
    plt.stairs(*np.histogram(entropy(P), 15), fill=True)
    return fig
