import string

def tokenize(sentence):
    sans_ponctuation = sentence.translate(str.maketrans("", "", string.punctuation))
    return sans_ponctuation.lower().split()
