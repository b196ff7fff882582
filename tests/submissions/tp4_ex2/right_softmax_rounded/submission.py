def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    E = np.exp(Q @ K.T / np.sqrt(W_K.shape[1]))
    A = np.round(E / E.sum(-1, keepdims=True), 4)
    return A @ V, A
