def create_embeddings(tokens, d_embedding, rng):
    rng = np.random.default_rng(42)
    return rng.standard_normal((len(tokens), d_embedding))

def init_weights(d_embedding, d_head, rng):
    np.random.seed(0)
    return tuple(np.random.randn(d_embedding, d_head) for _ in range(3))
