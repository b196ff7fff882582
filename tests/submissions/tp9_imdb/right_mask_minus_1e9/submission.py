def masked_softmax(scores, mask):
    scores = scores + (1.0 - mask) * -1e9
    scores = scores - np.max(scores, axis=-1, keepdims=True)
    weights = np.exp(scores)
    return weights / np.sum(weights, axis=-1, keepdims=True)
