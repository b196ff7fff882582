def text_query(X, mask, W_q, b_q):
    t = mean_pool(X, mask)
    return np.dot(t, W_q)
