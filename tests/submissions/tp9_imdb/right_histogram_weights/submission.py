def entropy_histogram(P):
    H = entropy(P)
    plt.figure()
    plt.hist(H, bins=11, weights=np.ones(len(H)) / len(H))
    plt.ylabel("proportion de textes")
    return plt.gcf()
