def text_query(X, mask, W_q, b_q):
    t_m = np.mean(X, axis=1)
    return t_m @ W_q + b_q
