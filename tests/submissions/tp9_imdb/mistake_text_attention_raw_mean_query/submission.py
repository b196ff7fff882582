def text_attention(X, mask, W_q, b_q, W_v, b_v):
    t = mean_pool(X, mask)
    P = masked_softmax(np.einsum('bij,bj->bi', X, t), mask)
    T = attention_pool(P, values(X, W_v, b_v))
    return T, P
