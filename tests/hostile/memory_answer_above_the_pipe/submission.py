def tokenize(sentence):
    return np.zeros(2**20)
