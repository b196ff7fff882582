import re

def tokenize(sentence):
    mots = re.findall(r"\w+", sentence)
    vocab = set(mots)
    return sorted(vocab)
