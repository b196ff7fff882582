def top_words(p, words, k):
    for i in np.argsort(-p, kind="stable")[:k]:
        yield words[i], p[i]
