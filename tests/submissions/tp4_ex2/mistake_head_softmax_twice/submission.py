def attention_head(X, W_Q, W_K, W_V):
    def calcule_scores(Q, K):
        return softmax(Q @ K.T / np.sqrt(K.shape[-1]))

    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(calcule_scores(Q, K))
    return A @ V, A
