def init_weights(d_embedding, d_head, rng):
    return tuple(rng.standard_normal((d_embedding, d_embedding)) for _ in "QKV")
