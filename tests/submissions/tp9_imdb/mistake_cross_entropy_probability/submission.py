def cross_entropy(logits, y):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    proba = e / e.sum(axis=1, keepdims=True)
    B = logits.shape[0]
    return -proba[range(B), y].mean()
