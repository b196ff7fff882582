def tokenize(sentence):
    return [sentence.upper(), sentence]
