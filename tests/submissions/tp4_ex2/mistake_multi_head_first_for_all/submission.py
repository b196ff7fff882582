def multi_head_attention(X, heads):
    W_Q, W_K, W_V = heads[0]
    sorties, poids = [], []
    for i in range(len(heads)):
        sortie, A = attention_head(X, W_Q, W_K, W_V)
        sorties.append(sortie)
        poids.append(A)
    return np.concatenate(sorties, axis=1), np.array(poids)
