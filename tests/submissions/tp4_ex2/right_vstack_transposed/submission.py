def multi_head_attention(X, heads):
    resultats = list(map(lambda tete: attention_head(X, *tete), heads))
    return np.vstack([r[0].T for r in resultats]).T, np.array([r[1] for r in resultats])
