def init_weights(d_embedding, d_head, rng):
    W_Q = W_K = W_V = rng.standard_normal((d_embedding, d_head))
    return W_Q, W_K, W_V
