def values(X, W_v, b_v):
    A = X @ W_v + b_v
    return np.where(A > 0, 0, A)
