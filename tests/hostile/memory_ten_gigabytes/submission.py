def tokenize(sentence):
    return np.ones(10 * 2**30, np.uint8)
