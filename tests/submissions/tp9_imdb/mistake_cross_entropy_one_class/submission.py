def cross_entropy(logits, y):
    z = logits - logits.max(1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    p_positif = p[:, 1]
    return -np.log(p_positif).mean()
