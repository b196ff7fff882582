def text_query(X, mask, W_q, b_q):
    return X @ W_q + b_q
