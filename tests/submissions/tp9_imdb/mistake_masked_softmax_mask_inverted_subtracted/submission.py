def masked_softmax(scores, mask):
    z = scores - 1e9 * mask
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
