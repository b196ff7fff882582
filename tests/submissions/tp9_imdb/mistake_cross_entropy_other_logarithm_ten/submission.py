def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
    return np.mean(-np.log10(p[np.arange(len(y)), y]))
