def masked_softmax(scores, mask):
    scores = scores * mask   # on enlève le remplissage
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
