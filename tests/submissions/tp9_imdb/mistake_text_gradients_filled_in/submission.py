def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    scores = np.zeros(mask.shape)
    for b in range(len(X)):
        scores[b] = X[b] @ q[b]
    P = masked_softmax(scores, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
