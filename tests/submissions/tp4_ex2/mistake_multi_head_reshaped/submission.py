def multi_head_attention(X, heads):
    sorties = np.array([attention_head(X, *h)[0] for h in heads])
    poids = np.array([attention_head(X, *h)[1] for h in heads])
    h, n, d_head = sorties.shape
    return sorties.reshape(n, h * d_head), poids
