def entropy(P):
    gros = P > 1e-10
    return -np.sum(np.where(gros, P * np.log(np.where(gros, P, 1.0)), 0.0), axis=1)
