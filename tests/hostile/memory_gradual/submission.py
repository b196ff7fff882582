kept = []


def tokenize(sentence):
    while True:
        kept.append(np.ones(2**20, np.uint8))
