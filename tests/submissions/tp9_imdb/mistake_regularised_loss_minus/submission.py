def regularised_loss(logits, y, P, lam):
    # on veut une entropie faible
    return cross_entropy(logits, y) - lam * np.mean(entropy(P))
