def multi_head_attention(X, heads):
    H, A = None, None
    for tete in heads:
        sortie, poids = attention_head(X, *tete)
        poids = np.expand_dims(poids, 0)
        H = sortie if H is None else np.append(H, sortie, axis=1)
        A = poids if A is None else np.concatenate((A, poids))
    return H, A
