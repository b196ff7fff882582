def values(X, W_v, b_v):
    return X @ W_v + b_v
