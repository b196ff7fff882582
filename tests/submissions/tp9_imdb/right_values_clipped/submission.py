def values(X, W_v, b_v):
    return np.clip(X @ W_v + b_v, 0, np.inf)
