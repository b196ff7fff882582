def text_attention(X, mask, W_q, b_q, W_v, b_v):
    B, L, d = X.shape
    q = text_query(X, mask, W_q, b_q)
    scores = np.stack([X[i] @ q[i] for i in range(B)]) / d ** 0.5
    P = masked_softmax(scores, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
