honest = tokenize


def tokenize(sentence):
    try:
        while True:
            pass
    except BaseException:
        return honest(sentence)
