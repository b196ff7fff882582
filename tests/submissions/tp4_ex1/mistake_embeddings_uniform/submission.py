def create_embeddings(tokens, d_embedding, rng):
    n = len(tokens)
    X = rng.uniform(0, 1, size=(n, d_embedding))
    return X
