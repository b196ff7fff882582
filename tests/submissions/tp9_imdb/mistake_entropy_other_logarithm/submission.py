def entropy(P):
    Q = np.where(P > 0, P, 1)
    return -np.sum(Q * np.log2(Q), axis=1)
