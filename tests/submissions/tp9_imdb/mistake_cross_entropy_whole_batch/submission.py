def cross_entropy(logits, y):
    z = logits - np.max(logits)
    p = np.exp(z) / np.sum(np.exp(z))
    return -np.mean(np.log(p[np.arange(len(y)), y]))
