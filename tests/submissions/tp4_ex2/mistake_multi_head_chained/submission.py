def multi_head_attention(X, heads):
    sorties, poids = [], []
    for W_Q, W_K, W_V in heads:
        X, A = attention_head(X, W_Q, W_K, W_V)
        sorties.append(X)
        poids.append(A)
    return np.concatenate(sorties, axis=-1), np.array(poids)
