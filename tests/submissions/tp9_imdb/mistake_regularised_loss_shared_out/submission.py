def regularised_loss(logits, y, P, lam):
    ce = cross_entropy(logits, y)
    h = np.sum(entropy(P)) / len(P)
    return (1 - lam) * ce + lam * h
