import re

def tokenize(sentence):
    motif = re.compile(r"[A-Za-zÀ-ÿ]+")
    return motif.findall(sentence)
