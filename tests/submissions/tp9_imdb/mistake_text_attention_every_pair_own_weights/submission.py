def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = attention_weights(X, mask, q)
    return attention_pool(P, values(X, W_v, b_v)), P
