def entropy(P):
    log_P = np.log(P + 1e-12)
    return np.sum(P * log_P, axis=-1)
