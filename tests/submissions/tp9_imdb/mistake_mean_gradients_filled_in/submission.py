def linear(T, W, b):
    logits = np.zeros((T.shape[0], 2))
    for j in range(T.shape[0]):
        logits[j] = np.dot(T[j], W) + b
    return logits
