def values(X, W_v, b_v):
    moyenne = X.mean(axis=1)
    return np.maximum(0, moyenne @ W_v + b_v)
