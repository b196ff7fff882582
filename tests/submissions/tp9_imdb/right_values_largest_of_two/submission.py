def values(X, W_v, b_v):
    a = X @ W_v + b_v
    return np.max(np.stack([a, np.zeros(a.shape)]), axis=0)
