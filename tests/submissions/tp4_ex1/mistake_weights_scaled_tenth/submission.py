def init_weights(d_embedding, d_head, rng):
    W_Q = rng.normal(0, 0.1, (d_embedding, d_head))
    W_K = rng.normal(0, 0.1, (d_embedding, d_head))
    W_V = rng.normal(0, 0.1, (d_embedding, d_head))
    return W_Q, W_K, W_V
