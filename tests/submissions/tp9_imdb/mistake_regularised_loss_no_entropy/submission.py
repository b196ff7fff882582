def regularised_loss(logits, y, P, lam):
    perte = cross_entropy(logits, y)
    reg = lam * np.mean(entropy(P))
    return perte
