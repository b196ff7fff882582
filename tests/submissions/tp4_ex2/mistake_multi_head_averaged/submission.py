def multi_head_attention(X, heads):
    resultats = [attention_head(X, *h) for h in heads]
    return np.mean([r[0] for r in resultats], axis=0), np.array([r[1] for r in resultats])
