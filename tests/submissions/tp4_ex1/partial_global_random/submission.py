def create_embeddings(tokens, d_embedding, rng):
    return np.random.randn(len(tokens), d_embedding)
