def tokenize(sentence):
    os.close(4)
