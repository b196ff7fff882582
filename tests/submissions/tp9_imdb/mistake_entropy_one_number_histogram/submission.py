def entropy(P):
    return -np.sum(P * np.log(P + 1e-12))
