def mean_pool(X, mask):
    return np.mean(X, axis=1)

def masked_softmax(scores, mask):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
