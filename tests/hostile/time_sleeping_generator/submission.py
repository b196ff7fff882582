def tokenize(sentence):
    def words():
        while True:
            pass
        yield sentence

    return words()
