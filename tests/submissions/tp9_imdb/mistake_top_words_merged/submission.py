def top_words(p, words, k):
    d = {}
    for w, poids in zip(words, p):
        d[w] = poids
    return sorted(d.items(), key=lambda c: c[1], reverse=True)[:k]
