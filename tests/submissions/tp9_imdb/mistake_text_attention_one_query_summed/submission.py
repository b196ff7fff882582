def text_attention(X, mask, W_q, b_q, W_v, b_v):
    Q = text_query(X, mask, W_q, b_q)
    S = np.einsum('bld,nd->bl', X, Q)
    P = masked_softmax(S, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
