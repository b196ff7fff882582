def top_words(p, words, k):
    return list(zip(words, p))[:k]
