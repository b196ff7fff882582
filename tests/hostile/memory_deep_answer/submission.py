def tokenize(sentence):
    value = []
    for _ in range(10**5):
        value = [value]
    return value
