def project_qkv(X, W_Q, W_K, W_V):
    Q = np.einsum("nd,dk->nk", X, W_Q)
    K = np.einsum("nd,dk->nk", X, W_K)
    V = np.einsum("nd,dk->nk", X, W_K)
    return Q, K, V
