def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    exp_scores = np.exp(scores - scores.max())
    poids = exp_scores / np.sum(exp_scores)
    return poids @ V, poids
