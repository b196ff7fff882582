def tokenize(sentence):
    return sentence.split()
