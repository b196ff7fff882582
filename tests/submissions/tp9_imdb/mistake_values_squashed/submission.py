def values(X, W_v, b_v):
    return 1 / (1 + np.exp(-(X @ W_v + b_v)))
