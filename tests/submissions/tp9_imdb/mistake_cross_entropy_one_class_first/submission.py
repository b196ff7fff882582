def cross_entropy(logits, y):
    decale = logits - np.max(logits, axis=1, keepdims=True)
    log_p = decale - np.log(np.sum(np.exp(decale), axis=1, keepdims=True))
    return -np.mean(log_p[:, 0])
