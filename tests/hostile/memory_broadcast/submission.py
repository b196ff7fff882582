def tokenize(sentence):
    return np.broadcast_to(1.0, (10**6, 10**6))
