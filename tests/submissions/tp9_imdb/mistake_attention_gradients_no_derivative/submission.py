def attention_weights(X, mask, q):
    s = X @ q
    np.putmask(s, mask == 0, -1e9)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
