def top_words(p, words, k):
    ordre = np.lexsort((np.arange(len(p)), -p))[:k]
    mots = np.array(words)
    return list(zip(mots[ordre], p[ordre]))
