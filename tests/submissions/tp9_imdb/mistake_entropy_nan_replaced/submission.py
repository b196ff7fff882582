def entropy(P):
    H = -np.sum(P * np.log(P), axis=1)
    return np.where(np.isnan(H), 0, H)
