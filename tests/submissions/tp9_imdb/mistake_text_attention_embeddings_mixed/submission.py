def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.einsum('bld,bd->bl', X, q), mask)
    return attention_pool(P, X), P
