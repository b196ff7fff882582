def masked_softmax(scores, mask):
    z = np.where(mask, -np.inf, scores)
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)
