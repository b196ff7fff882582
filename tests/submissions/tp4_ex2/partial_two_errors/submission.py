def positional_encoding(n_words, d_embedding):
    i = np.arange(d_embedding)
    angles = np.arange(n_words)[:, None] / 10000 ** (2 * (i // 2) / d_embedding)
    return np.where(i % 2 == 0, np.cos(angles), np.sin(angles))

def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T)
    return A @ V, A
