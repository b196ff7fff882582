def tokenize(sentence):
    raise KeyboardInterrupt
