def project_qkv(X, W_Q, W_K, W_V):
    Q = np.matmul(X, W_Q)
    K = np.matmul(X, W_Q)
    V = np.matmul(X, W_V)
    return Q, K, V
