import numpy

def top_words(p, words, k):
    ordre = sorted(range(len(words)), key=lambda i: p[i], reverse=True)
    return numpy.array([(words[i], p[i]) for i in ordre], dtype=object)[:k]
