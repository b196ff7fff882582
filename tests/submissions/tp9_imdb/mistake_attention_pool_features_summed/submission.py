def attention_pool(P, V):
    pondere = P[:, :, None] * V
    return pondere.sum(axis=-1)
