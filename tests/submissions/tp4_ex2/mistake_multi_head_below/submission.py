def multi_head_attention(X, heads):
    sorties, poids = [], []
    for tete in heads:
        o, a = attention_head(X, tete[0], tete[1], tete[2])
        sorties.append(o)
        poids.append(a)
    return np.concatenate(sorties), np.stack(poids)
