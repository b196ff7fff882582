def entropy(P):
    H = -np.sum(P * np.log(P + 1e-12), axis=1)
    return np.exp(H)
