def top_words(p, words, k):
    return sorted(zip(words, p), key=lambda c: c[1], reverse=True)
