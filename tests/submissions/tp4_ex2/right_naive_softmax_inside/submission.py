def attention_head(X, W_Q, W_K, W_V):
    d_head = W_Q.shape[-1]
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    e = np.exp(Q @ K.T / d_head ** 0.5)
    A = e / e.sum(axis=1)[:, None]
    return A @ V, A

def softmax(S):
    e = np.exp(S - np.max(S))
    return e / np.sum(e, axis=1, keepdims=True)
