def masked_softmax(scores, mask):
    z = np.where(mask == 0, -1e9, scores)
    e = np.exp(z - np.max(z))
    return e / np.sum(e)
