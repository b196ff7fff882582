def entropy(P):
    lp = np.log(P + 1e-12)
    return [-np.sum(P[i] * lp[i]) for i in range(len(P))]

def regularised_loss(logits, y, P, lam):
    H = entropy(P)
    return cross_entropy(logits, y) + lam * sum(H) / len(H)
