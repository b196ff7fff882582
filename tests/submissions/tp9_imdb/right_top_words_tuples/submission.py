from collections import namedtuple
Mot = namedtuple("Mot", "mot poids")

def top_words(p, words, k):
    tous = [Mot(m, w) for m, w in zip(words, p)]
    tous.sort(key=lambda m: -m.poids)
    return tuple(tous[:k])
