def multi_head_attention(X, heads):
    sorties, poids = zip(*(attention_head(X, *h) for h in heads))
    H = np.stack(sorties, axis=2)
    return H.reshape(X.shape[0], -1), np.array(poids)
