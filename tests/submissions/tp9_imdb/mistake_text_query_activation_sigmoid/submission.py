def text_query(X, mask, W_q, b_q):
    return 1 / (1 + np.exp(-(mean_pool(X, mask) @ W_q + b_q)))
