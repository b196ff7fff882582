def cross_entropy(logits, y):
    # softmax stable
    z = logits - np.max(logits, axis=1, keepdims=True)
    p = np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
    return np.mean([p[j, y[j]] for j in range(len(y))])
