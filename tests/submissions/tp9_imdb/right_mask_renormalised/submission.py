def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def masked_softmax(scores, mask):
    p = softmax(scores) * mask
    return p / p.sum(axis=1, keepdims=True)
