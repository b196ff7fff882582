def top_words(p, words, k):
    tri = sorted(words, key=lambda w: p[words.index(w)], reverse=True)[:k]
    return [(w, p[words.index(w)]) for w in tri]
