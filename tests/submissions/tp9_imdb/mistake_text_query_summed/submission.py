def text_query(X, mask, W_q, b_q):
    t = np.sum(X * mask[:, :, None], axis=1)
    return t @ W_q + b_q
