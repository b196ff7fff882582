def entropy(P):
    return -np.sum(P * np.log10(P + 1e-10), axis=1)
