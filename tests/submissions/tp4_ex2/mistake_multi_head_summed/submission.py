def multi_head_attention(X, heads):
    H = 0
    poids = []
    for W_Q, W_K, W_V in heads:
        sortie, A = attention_head(X, W_Q, W_K, W_V)
        H = H + sortie
        poids.append(A)
    return H, np.array(poids)
