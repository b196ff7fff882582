def accuracy(logits, y):
    pred = np.where(logits[:, 0] > logits[:, 1], 1, 0)
    return np.mean(pred == y)
