def entropy(P):
    return np.array([-np.sum(p[p > 0] * np.log(p[p > 0])) for p in P])
