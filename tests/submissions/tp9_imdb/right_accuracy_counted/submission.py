def accuracy(logits, y):
    return float(np.count_nonzero(np.argmax(logits, 1) == y)) / float(y.size)
