def mean_pool(X, mask):
    poids = mask / mask.sum(axis=1, keepdims=True)
    return (poids[:, None, :] @ X)[:, 0, :]

def attention_weights(X, mask, q):
    return masked_softmax((X @ q[:, None])[:, :, 0], mask)

def attention_pool(P, V):
    return np.squeeze(np.matmul(P[:, None, :], V), axis=1)

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.matmul(X, q[:, :, None])[..., 0], mask)
    return attention_pool(P, values(X, W_v, b_v)), P
