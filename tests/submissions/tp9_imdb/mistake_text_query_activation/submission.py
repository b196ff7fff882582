def text_query(X, mask, W_q, b_q):
    return np.tanh(linear(mean_pool(X, mask), W_q, b_q))
