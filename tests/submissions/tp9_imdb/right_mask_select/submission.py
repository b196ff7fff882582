def masked_softmax(scores, mask):
    s = np.select([mask > 0], [scores], -1e9) - 1e9 * ~mask.astype(bool)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
