def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.sum(X * q[:, None, :], axis=2), mask)
    V = values(X, W_v, b_v)
    return mean_pool(V, mask), P
