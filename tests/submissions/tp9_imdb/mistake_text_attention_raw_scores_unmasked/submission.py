def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = np.einsum('bld,bd->bl', X, q)
    return attention_pool(P, values(X, W_v, b_v)), P
