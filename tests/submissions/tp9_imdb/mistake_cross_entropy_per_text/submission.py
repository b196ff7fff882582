def cross_entropy(logits, y):
    couts = []
    for l, c in zip(logits, y):
        e = np.exp(l - np.max(l))
        couts.append(-np.log(e[c] / np.sum(e)))
    return np.array(couts)
