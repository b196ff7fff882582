def masked_softmax(scores, mask):
    z = np.where(mask == 0, -1e9, scores)
    e = np.exp(z - np.max(z, axis=0))
    return e / np.sum(e, axis=0)
