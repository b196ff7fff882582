def attention_head(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    V = X @ W_V
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]))
    return A @ K, A
