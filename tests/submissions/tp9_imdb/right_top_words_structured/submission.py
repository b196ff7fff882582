import numpy

def top_words(p, words, k):
    table = numpy.array([(-w, i) for i, w in enumerate(p)], dtype=[("w", float), ("i", int)])
    table.sort(order=["w", "i"])
    return [(words[i], -w) for w, i in table[:k].tolist()]
