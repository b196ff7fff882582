def entropy(P):
    return -(P * np.log(P)).sum(axis=1)
