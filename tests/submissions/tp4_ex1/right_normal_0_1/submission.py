def create_embeddings(tokens, d_embedding, rng):
    return rng.normal(0, 1, (len(tokens), d_embedding))

def init_weights(d_embedding, d_head, rng):
    W_Q = rng.normal(size=(d_embedding, d_head))
    W_K = rng.normal(loc=0, scale=1, size=(d_embedding, d_head))
    W_V = rng.normal(0.0, 1.0, size=[d_embedding, d_head])
    return W_Q, W_K, W_V
