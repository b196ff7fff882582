def accuracy(logits, y):
    return np.sum(np.argmax(logits, axis=0) == y) / y.size
