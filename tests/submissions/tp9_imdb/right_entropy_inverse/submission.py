def entropy(P):
    sur = np.where(P == 0, 1, P)
    return np.sum(P * np.log(1 / sur), axis=1)
