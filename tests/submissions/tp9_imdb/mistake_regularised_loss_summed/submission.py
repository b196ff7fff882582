def regularised_loss(logits, y, P, lam):
    H = entropy(P)
    return cross_entropy(logits, y) + lam * H.sum()
