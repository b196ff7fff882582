import re

def tokenize(sentence):
    return tuple(filter(None, re.split(r"[\s.,;:!?]+", sentence)))
