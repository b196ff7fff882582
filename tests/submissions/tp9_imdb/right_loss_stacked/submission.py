def regularised_loss(logits, y, P, lam):
    couts = [cross_entropy(logits[i : i + 1], y[i : i + 1]) + lam * entropy(P[i : i + 1])[0] for i in range(len(y))]
    return np.mean(np.array(couts))
