def tokenize(sentence):
    tokens = []
    for mot in sentence:
        tokens.append(mot)
    return tokens
