def text_query(X, mask, W_q, b_q):
    return (mean_pool(X, mask) + b_q) @ W_q
