def attention_head(X, W_Q, W_K, W_V):
    Q = X @ W_Q / np.sqrt(W_Q.shape[1])
    A = softmax(Q @ (X @ W_K).T)
    return A @ (X @ W_V), A
