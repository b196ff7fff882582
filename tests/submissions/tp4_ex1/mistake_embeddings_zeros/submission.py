def create_embeddings(tokens, d_embedding, rng):
    X = np.zeros((len(tokens), d_embedding))
    for ligne in X:
        ligne = rng.standard_normal(d_embedding)
    return X
