def tokenize(sentence):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
