def cross_entropy(logits, y):
    e = np.exp(logits)
    p = e / np.sum(e, axis=1, keepdims=True)
    p_bonne = p[np.arange(len(y)), y]
    return -np.mean(np.log(p_bonne))
