def cross_entropy(logits, y):
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    # binaire : y log p + (1 - y) log (1 - p)
    return -np.mean(y * log_p[:, 0] + (1 - y) * log_p[:, 1])
