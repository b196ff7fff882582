def tokenize(sentence):
    return set(sentence.split())
