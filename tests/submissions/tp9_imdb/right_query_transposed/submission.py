def text_query(X, mask, W_q, b_q):
    return mean_pool(X, mask) @ W_q.T + b_q
