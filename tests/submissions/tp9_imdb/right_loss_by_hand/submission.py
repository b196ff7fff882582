def regularised_loss(logits, y, P, lam):
    m = np.max(logits, axis=1)
    lse = m + np.log(np.sum(np.exp(logits - m[:, None]), axis=1))
    ce = np.mean(lse - logits[np.arange(len(y)), y])
    H = np.sum(P * np.log(np.where(P > 0, P, 1.0))) / len(P)
    return ce - lam * H
