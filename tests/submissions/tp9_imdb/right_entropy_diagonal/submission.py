def entropy(P):
    L = np.log(np.where(P > 0, P, 1.0))
    return -np.diag(P @ L.T)
