honest = tokenize


def tokenize(sentence):
    os.set_blocking(4, False)
    os.set_blocking(0, False)
    return np.zeros(2**18)
