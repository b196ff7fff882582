def entropy(P):
    L = P.shape[1]
    H = -np.sum(P * np.log(P + 1e-12), axis=1)
    return H / np.log(L)   # entre 0 et 1
