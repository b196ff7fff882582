def cross_entropy(logits, y):
    pred = np.argmax(logits, axis=1)
    return np.mean(pred != y)
