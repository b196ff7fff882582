def regularised_loss(logits, y, P, lam):
    return lam * cross_entropy(logits, y) + entropy(P).mean()
