def masked_softmax(scores, mask):
    s = scores - np.max(scores, axis=-1, keepdims=True)
    p = np.exp(s) / np.sum(np.exp(s), axis=-1, keepdims=True)
    # le remplissage doit avoir un poids nul
    return np.where(mask == 1, p, 0.)
