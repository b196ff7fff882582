def entropy(P):
    return -np.mean(P * np.log(P + 1e-12), axis=1)
