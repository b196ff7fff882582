def masked_softmax(scores, mask):
    # mask = 1 pour le remplissage
    e = np.exp(scores) * (1 - mask)
    return e / np.sum(e, axis=1, keepdims=True)
