def project_qkv(X, W_Q, W_K, W_V):
    Q = np.matmul(W_Q, X)
    K = np.matmul(W_K, X)
    V = np.matmul(W_V, X)
    return Q, K, V
