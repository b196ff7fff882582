def entropy(P):
    return -np.sum(P * np.log(P + (P == 0)), axis=1)
