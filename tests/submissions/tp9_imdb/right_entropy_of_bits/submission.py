def entropy(P):
    sans_zero = np.where(P > 0, P, 1.0)
    bits = -np.sum(P * np.log2(sans_zero), axis=-1)
    return bits * np.log(2)
