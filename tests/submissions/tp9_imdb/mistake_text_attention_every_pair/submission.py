def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(X @ q.T, mask)
    T = attention_pool(P, values(X, W_v, b_v))
    return T, P
