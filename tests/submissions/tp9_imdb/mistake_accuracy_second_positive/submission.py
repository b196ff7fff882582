def accuracy(logits, y):
    pred = (logits[:, 1] > 0).astype(int)
    return (pred == y).mean()
