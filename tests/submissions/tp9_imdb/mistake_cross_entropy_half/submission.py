def cross_entropy(logits, y):
    un_hot = np.eye(2)[y]
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.mean(un_hot * log_p)
