def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def cross_entropy(logits, y):
    p = softmax(logits)
    q = softmax(p)
    return -np.mean(np.log(q[np.arange(len(y)), y]))
