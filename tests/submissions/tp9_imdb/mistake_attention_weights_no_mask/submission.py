def attention_weights(X, mask, q):
    s = np.einsum('bld,d->bl', X, q)
    e = np.exp(s - np.max(s, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
