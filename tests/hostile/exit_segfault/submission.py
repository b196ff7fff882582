def tokenize(sentence):
    ctypes.string_at(1)
