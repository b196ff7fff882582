def cross_entropy(logits, y):
    p = 1 / (1 + np.exp(-logits[:, 1]))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
