def masked_softmax(scores, mask):
    e = np.exp(scores) * mask
    somme = e.sum(axis=1).reshape(-1, 1)
    return e / somme
