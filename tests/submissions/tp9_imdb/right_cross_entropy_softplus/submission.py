def cross_entropy(logits, y):
    marge = (logits[:, 1] - logits[:, 0]) * (2 * y - 1)
    return np.mean(np.logaddexp(0.0, -marge))
