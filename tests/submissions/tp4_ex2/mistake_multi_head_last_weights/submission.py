def multi_head_attention(X, heads):
    sorties = []
    for W_Q, W_K, W_V in heads:
        sortie, A = attention_head(X, W_Q, W_K, W_V)
        sorties.append(sortie)
    return np.hstack(sorties), A
