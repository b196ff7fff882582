def entropy(P):
    PlogP = np.where(P > 0, P * np.log(P), 0.0)
    return -np.sum(PlogP, axis=1)
