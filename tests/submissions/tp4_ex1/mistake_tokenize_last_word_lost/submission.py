def tokenize(sentence):
    tokens = sentence.split(" ")
    tokens.pop()   # enlève le point à la fin
    return tokens
