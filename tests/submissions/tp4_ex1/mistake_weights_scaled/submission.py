def init_weights(d_embedding, d_head, rng):
    def xavier():
        return rng.standard_normal((d_embedding, d_head)) * np.sqrt(1 / d_embedding)

    W_Q = xavier()
    W_K = xavier()
    W_V = xavier()
    return W_Q, W_K, W_V
