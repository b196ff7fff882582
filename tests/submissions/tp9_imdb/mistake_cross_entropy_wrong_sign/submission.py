def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_proba = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    total = 0
    for j in range(len(y)):
        total = total + log_proba[j, y[j]]
    return total / len(y)
