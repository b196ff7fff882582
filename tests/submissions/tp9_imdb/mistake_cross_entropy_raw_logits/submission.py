def cross_entropy(logits, y):
    perte = 0.0
    for j in range(len(y)):
        perte = perte - logits[j, y[j]]
    return perte / len(y)
