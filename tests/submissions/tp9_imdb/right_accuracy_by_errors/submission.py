def accuracy(logits, y):
    reponses = np.where(logits[:, 0] < logits[:, 1], 1, 0)
    return 1 - np.abs(reponses - y).mean()
