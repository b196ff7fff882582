def init_weights(d_embedding, d_head, rng):
    return rng.standard_normal((3, d_embedding, d_head))

def project_qkv(X, W_Q, W_K, W_V):
    W = np.concatenate([W_Q, W_K, W_V], axis=1)
    QKV = X @ W
    return np.stack(np.split(QKV, 3, axis=1))
