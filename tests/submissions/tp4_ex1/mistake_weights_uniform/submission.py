def init_weights(d_embedding, d_head, rng):
    poids = []
    for _ in range(3):
        poids.append(rng.random(size=(d_embedding, d_head)))
    W_Q, W_K, W_V = poids
    return W_Q, W_K, W_V
