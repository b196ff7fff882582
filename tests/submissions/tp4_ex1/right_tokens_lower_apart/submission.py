def tokenize(sentence):
    s = sentence.lower().replace(".", " .")
    return s.split(" ")
