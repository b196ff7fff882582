def attention_pool(P, V):
    return (P[..., np.newaxis] * V).mean(axis=1)
