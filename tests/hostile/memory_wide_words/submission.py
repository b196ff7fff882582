def tokenize(sentence):
    return ["a" * 80_000] + ["b"] * 15_000
