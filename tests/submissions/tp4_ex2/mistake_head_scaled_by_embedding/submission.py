def attention_head(X, W_Q, W_K, W_V):
    d_k = X.shape[-1]
    Q = X @ W_Q
    K = X @ W_K
    V = X @ W_V
    A = softmax((Q @ K.T) / d_k ** 0.5)
    output = A @ V
    return output, A
