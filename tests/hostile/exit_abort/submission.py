def tokenize(sentence):
    os.abort()
