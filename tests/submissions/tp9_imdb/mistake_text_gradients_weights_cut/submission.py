def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = np.round(masked_softmax(np.einsum('bld,bd->bl', X, q), mask), 5)
    T = attention_pool(P, values(X, W_v, b_v))
    return T, P
