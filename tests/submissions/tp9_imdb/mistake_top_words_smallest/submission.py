def top_words(p, words, k):
    paires = list(zip(words, p))
    paires.sort(key=lambda c: c[1])
    return paires[:k]
