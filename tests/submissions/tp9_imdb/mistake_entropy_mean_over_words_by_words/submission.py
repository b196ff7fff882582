def entropy(P):
    H = -np.sum(P * np.log(P + 1e-12), axis=1)
    return H / np.sum(P > 0, axis=1)
