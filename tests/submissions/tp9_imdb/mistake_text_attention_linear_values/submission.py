def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    scores = (X @ q[:, :, None])[:, :, 0]
    P = masked_softmax(scores, mask)
    V = X @ W_v + b_v
    return attention_pool(P, V), P
