def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal(size=(len(tokens), d_embedding)).astype(np.float32)

def init_weights(d_embedding, d_head, rng):
    return [rng.standard_normal((d_embedding, d_head)).astype("float32") for _ in range(3)]
