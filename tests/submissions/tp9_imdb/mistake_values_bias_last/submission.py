def values(X, W_v, b_v):
    return np.maximum(0, X @ W_v) + b_v
