def accuracy(logits, y):
    y_chapeau = np.argmax(logits, -1)
    return y_chapeau.sum() / len(y)
