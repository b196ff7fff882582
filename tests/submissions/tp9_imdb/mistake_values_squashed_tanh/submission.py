def values(X, W_v, b_v):
    return np.tanh(X @ W_v + b_v)
