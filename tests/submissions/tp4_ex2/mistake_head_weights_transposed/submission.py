def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(np.einsum("id,jd->ij", Q, K) / np.sqrt(K.shape[1]))
    return np.einsum("ji,jd->id", A, V), A
