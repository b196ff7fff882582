def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = np.matmul(Q, np.transpose(K))
    return np.matmul(A, V), A
