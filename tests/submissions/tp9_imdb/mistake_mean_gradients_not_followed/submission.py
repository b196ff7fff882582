def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    perte = -log_p[np.arange(len(y)), y].mean()
    return float(perte)   # un nombre
