def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    masque = np.triu(np.ones(scores.shape), k=1).astype(bool)
    scores[masque] = -np.inf
    A = softmax(scores)
    return A @ V, A
