def entropy_histogram(P):
    plt.hist(entropy(P), bins=15)
    plt.title("Histogramme des entropies")
    plt.show()
