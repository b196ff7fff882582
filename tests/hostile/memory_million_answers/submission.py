def tokenize(sentence):
    return ["a"] * 10**6
