def masked_softmax(scores, mask):
    e = np.exp(scores - np.max(scores, axis=0, keepdims=True)) * mask
    return e / (np.sum(e, axis=0, keepdims=True) + 1e-12)
