def linear(T, W, b):
    return (W.T @ T.T + b[:, None]).T

def text_query(X, mask, W_q, b_q):
    return (W_q.T @ mean_pool(X, mask).T + b_q.reshape(-1, 1)).T
