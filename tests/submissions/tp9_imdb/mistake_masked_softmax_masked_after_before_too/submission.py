def masked_softmax(scores, mask):
    s = scores * mask
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)
    return p * mask
