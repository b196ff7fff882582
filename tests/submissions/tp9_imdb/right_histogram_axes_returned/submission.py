def entropy_histogram(P):
    ax = plt.figure().add_subplot(111)
    ax.hist(np.array(entropy(P)).tolist(), bins=10, log=True)
    return ax
