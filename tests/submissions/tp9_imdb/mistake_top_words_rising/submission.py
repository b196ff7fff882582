def top_words(p, words, k):
    idx = np.argsort(p)[-k:]
    return [(words[i], p[i]) for i in idx]
