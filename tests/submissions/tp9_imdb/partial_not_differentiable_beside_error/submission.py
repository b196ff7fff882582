def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
    return np.mean(-np.log(p[:, 0]))

def attention_weights(X, mask, q):
    poids = np.zeros(mask.shape)
    for i in range(len(X)):
        n = int(np.sum(mask[i]))
        s = X[i, :n] @ q
        e = np.exp(s - np.max(s))
        poids[i, :n] = e / np.sum(e)
    return poids
