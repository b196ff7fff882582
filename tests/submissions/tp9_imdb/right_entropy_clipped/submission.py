def entropy(P):
    return np.sum(-P * np.log(np.clip(P, 1e-12, 1.0)), axis=1)
