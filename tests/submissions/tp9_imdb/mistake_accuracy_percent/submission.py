def accuracy(logits, y):
    justes = (logits.argmax(axis=1) == y).sum()
    return 100 * justes / len(y)
