def init_weights(d_embedding, d_head, rng):
    forme = (d_embedding, d_head)
    W_V = rng.standard_normal(forme)
    W_K = rng.standard_normal(forme)
    W_Q = rng.standard_normal(forme)
    return W_Q, W_K, W_V
