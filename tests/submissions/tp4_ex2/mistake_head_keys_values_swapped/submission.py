def attention_head(X, W_Q, W_K, W_V):
    Q, V, K = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]))
    return A @ V, A
