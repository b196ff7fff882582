def cross_entropy(logits, y):
    bon = np.where(y == 1, logits[:, 1], logits[:, 0])
    autre = np.where(y == 1, logits[:, 0], logits[:, 1])
    return np.mean(np.log1p(np.exp(autre - bon)))
