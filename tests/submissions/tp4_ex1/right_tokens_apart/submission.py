import re

def tokenize(sentence):
    return re.findall(r"\w+|[^\w\s]", sentence)
