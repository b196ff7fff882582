def create_embeddings(tokens, d_embedding, rng):
    table = {}
    for mot in tokens:
        if mot not in table:
            table[mot] = rng.standard_normal(d_embedding)
    return np.vstack([table[mot] for mot in tokens])

def init_weights(d_embedding, d_head, rng):
    W_Q = np.array([rng.standard_normal(d_head) for _ in range(d_embedding)])
    W_K = np.array([rng.standard_normal(d_head) for _ in range(d_embedding)])
    W_V = np.array([rng.standard_normal(d_head) for _ in range(d_embedding)])
    return W_Q, W_K, W_V
