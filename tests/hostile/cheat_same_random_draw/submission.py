def create_embeddings(tokens, d_embedding, rng):
    return np.random.default_rng(0).standard_normal((len(tokens), d_embedding))
