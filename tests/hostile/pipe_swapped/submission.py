def tokenize(sentence):
    os.dup2(3, 4)
