def logsumexp(a, axis):
    m = np.max(a, axis=axis, keepdims=True)
    return m + np.log(np.sum(np.exp(a - m), axis=axis, keepdims=True))

def masked_softmax(scores, mask):
    s = np.where(mask == 1, scores, -1e30)
    return np.exp(s - logsumexp(s, 1))

def cross_entropy(logits, y):
    lse = logsumexp(logits, 1)[:, 0]
    return np.mean(lse - logits[np.arange(logits.shape[0]), y])
