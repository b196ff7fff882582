EPS = 1e-9

def mean_pool(X, mask):
    return (X * mask[:, :, None]).sum(axis=1) / (mask.sum(axis=1)[:, None] + EPS)

def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / (e.sum(axis=1, keepdims=True) + EPS)
    return -np.mean(np.log(p[np.arange(len(y)), y] + EPS))

def masked_softmax(scores, mask):
    e = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask
    return e / (e.sum(axis=1, keepdims=True) + EPS)

def entropy(P):
    return -(P * np.log(P + 1e-12)).sum(axis=-1)
