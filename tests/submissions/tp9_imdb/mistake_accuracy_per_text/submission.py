def accuracy(logits, y):
    predictions = np.argmax(logits, axis=1)
    return predictions == y
