def multi_head_attention(X, heads):
    H = np.empty((len(X), 0))
    A = []
    for W_Q, W_K, W_V in heads:
        out, poids = attention_head(X, W_Q, W_K, W_V)
        H = np.hstack([out, H])
        A.append(poids)
    return H, np.array(A)
