def tokenize(sentence):
    return 9**9**9
