def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    return softmax(Q @ K.T / np.sqrt(Q.shape[1]))

def multi_head_attention(X, heads):
    poids = [attention_head(X, *h) for h in heads]
    return np.hstack([A @ X @ h[2] for A, h in zip(poids, heads)]), np.array(poids)
