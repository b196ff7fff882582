def cross_entropy(logits, y):
    log_z = np.logaddexp(logits[:, 0], logits[:, 1])
    return np.mean(log_z - (1 - y) * logits[:, 0] - y * logits[:, 1])
