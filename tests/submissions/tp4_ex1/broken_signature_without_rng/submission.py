rng = np.random.default_rng(0)

def create_embeddings(tokens, d_embedding=4):
    return rng.standard_normal((len(tokens), d_embedding))

def init_weights(d_embedding=4, d_head=2):
    return [rng.standard_normal((d_embedding, d_head)) for _ in range(3)]
