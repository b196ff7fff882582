def regularised_loss(logits, y, P, lam):
    return np.mean(lam * entropy(P))
