def accuracy(logits, y):
    return [bool(np.argmax(logits[i]) == y[i]) for i in range(len(y))]
