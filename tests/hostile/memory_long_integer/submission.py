def tokenize(sentence):
    return 1 << 3_000_000
