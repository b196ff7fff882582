def tokenize(sentence):
    value = []
    value.append(value)
    return value
