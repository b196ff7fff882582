def masked_softmax(scores, mask):
    z = np.where(mask == 1, -1e9, scores)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
