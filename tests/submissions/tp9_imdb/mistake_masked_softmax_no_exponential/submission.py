def masked_softmax(scores, mask):
    s = scores * mask
    return s / s.sum(axis=1, keepdims=True)
