def top_words(p, words, k):
    ordre = np.argsort(p, kind="stable")
    ordre = np.flip(ordre)[:k]
    return [(words[i], p[i]) for i in ordre]
