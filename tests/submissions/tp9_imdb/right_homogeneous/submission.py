def linear(T, W, b):
    return np.hstack([T, np.ones((len(T), 1))]) @ np.vstack([W, b])

def text_query(X, mask, W_q, b_q):
    t = mean_pool(X, mask)
    return np.concatenate((t, np.ones((t.shape[0], 1))), axis=1) @ np.concatenate((W_q, b_q[None, :]))
