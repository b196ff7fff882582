def regularised_loss(logits, y, P, lam):
    return cross_entropy(logits, y) + lam * entropy(P)
