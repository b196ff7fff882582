def create_embeddings(tokens, d_embedding, rng):
    X = []
    while tokens:
        tokens.pop(0)
        X.append(rng.standard_normal(d_embedding))
    return np.array(X)
