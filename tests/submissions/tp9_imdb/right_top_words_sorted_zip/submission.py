def top_words(p, words, k):
    couples = sorted(zip(words, p), key=lambda c: c[1], reverse=True)
    return [list(c) for c in couples[:k]]
