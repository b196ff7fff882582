def self_attention(X, W_Q, W_K, W_V):
    q, k, v = X @ W_Q, X @ W_K, X @ W_V
    s = q @ k.T / np.sqrt(k.shape[-1])
    masque = np.triu(np.ones_like(s), k=1)
    s = s + masque * -1e10
    poids = np.exp(s - s.max(axis=-1, keepdims=True))
    poids = poids / poids.sum(axis=-1, keepdims=True)
    return poids @ v, poids
