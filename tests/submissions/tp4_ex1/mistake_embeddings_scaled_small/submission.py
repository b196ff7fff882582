def create_embeddings(tokens, d_embedding, rng):
    embeddings = rng.standard_normal((len(tokens), d_embedding))
    embeddings *= 0.01
    return embeddings
