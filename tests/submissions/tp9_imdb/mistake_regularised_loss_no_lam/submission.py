def regularised_loss(logits, y, P, lam):
    penalite = np.mean(entropy(P))
    return cross_entropy(logits, y) + penalite
