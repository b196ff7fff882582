def text_query(X, mask, W_q, b_q):
    q = mean_pool(X, mask) @ W_q + b_q
    return np.maximum(q, 0)
