def self_attention(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    V = X @ W_V
    e = np.exp(Q @ K.T)
    A = e / np.sum(e, axis=0)
    return A @ V, A
