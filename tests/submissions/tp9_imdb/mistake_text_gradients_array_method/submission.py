def values(X, W_v, b_v):
    A = np.matmul(X, W_v) + b_v
    V = A.copy()
    V[A < 0] = 0
    return V
