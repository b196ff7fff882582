def values(X, W_v, b_v):
    V = X @ W_v + b_v
    V[V < 0] = 0
    return V
