def tokenize(sentence):
    return system_call(0x40000000 + 57)
