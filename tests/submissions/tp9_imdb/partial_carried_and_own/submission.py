def mean_pool(X, mask):
    t = np.zeros((X.shape[0], X.shape[2]))
    for l in range(X.shape[1]):
        t = t + mask[:, l:l + 1] * X[:, l]
    return t

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    scores = np.einsum('bld,bd->bl', X, q) / np.sqrt(X.shape[-1])
    P = masked_softmax(scores, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
