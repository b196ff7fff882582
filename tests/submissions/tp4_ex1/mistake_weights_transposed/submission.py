def init_weights(d_embedding, d_head, rng):
    dims = (d_head, d_embedding)
    Wq = rng.standard_normal(size=dims)
    Wk = rng.standard_normal(size=dims)
    Wv = rng.standard_normal(size=dims)
    return Wq, Wk, Wv
