def softmax(scores):
    num = np.exp(scores)
    den = np.sum(scores, axis=1).reshape(-1, 1)
    return num / den
