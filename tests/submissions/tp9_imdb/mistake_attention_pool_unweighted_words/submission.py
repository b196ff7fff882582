def attention_pool(P, V):
    m = (P > 0) * 1.0
    n = np.sum(m, axis=1)[:, None]
    return np.sum(V * m[:, :, None], axis=1) / n
