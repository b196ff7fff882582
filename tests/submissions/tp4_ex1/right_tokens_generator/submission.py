def tokenize(sentence):
    for mot in sentence.rstrip(".").split():
        yield mot
