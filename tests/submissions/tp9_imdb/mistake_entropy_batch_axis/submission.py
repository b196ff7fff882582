def entropy(P):
    return -np.sum(P * np.log(np.maximum(P, 1e-12)), axis=0)
