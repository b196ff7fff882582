def linear(T, W, b):
    return np.sum(T[:, :, None] * W[None], axis=1) + b[None]

def attention_weights(X, mask, q):
    return masked_softmax(np.sum(X * q, axis=-1), mask)

def attention_pool(P, V):
    return (np.expand_dims(P, 2) * V).sum(axis=1)

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.sum(X * np.expand_dims(q, axis=1), axis=2), mask)
    return np.sum(P[:, :, np.newaxis] * values(X, W_v, b_v), axis=1), P
