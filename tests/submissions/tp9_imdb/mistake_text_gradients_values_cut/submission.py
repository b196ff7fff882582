def values(X, W_v, b_v):
    V = np.maximum(0, X @ W_v + b_v)
    return np.round(V, 4)
