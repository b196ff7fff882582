def top_words(p, words, k):
    indices = np.argsort(-p, kind="stable")[:k]
    return [(int(i), float(p[i])) for i in indices]
