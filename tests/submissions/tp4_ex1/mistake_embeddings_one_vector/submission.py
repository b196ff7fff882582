def create_embeddings(tokens, d_embedding, rng):
    vecteur = rng.standard_normal(d_embedding)
    X = []
    for mot in tokens:
        X.append(vecteur)
    return np.array(X)
