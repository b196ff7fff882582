def tokenize(sentence):
    propre = sentence.replace(".", "")
    propre = propre.strip()
    return propre
