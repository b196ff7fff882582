def multi_head_attention(X, heads):
    sorties, poids = [], []
    for W_K, W_Q, W_V in heads:
        sortie, A = attention_head(X, W_Q, W_K, W_V)
        sorties.append(sortie)
        poids.append(A)
    return np.hstack(sorties), np.array(poids)
