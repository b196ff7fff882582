def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    E = np.exp(Q @ K.T)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A
