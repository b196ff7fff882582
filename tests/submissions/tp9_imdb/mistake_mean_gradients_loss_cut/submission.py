def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    # 4 chiffres après la virgule suffisent
    return np.round(-np.mean(log_p[np.arange(len(y)), y]), 4)
