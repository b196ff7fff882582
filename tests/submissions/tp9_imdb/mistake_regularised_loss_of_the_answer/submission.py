def regularised_loss(logits, y, P, lam):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    return cross_entropy(logits, y) + lam * np.mean(entropy(p))
