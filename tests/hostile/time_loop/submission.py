def tokenize(sentence):
    while True:
        pass
