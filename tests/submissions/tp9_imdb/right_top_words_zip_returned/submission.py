def top_words(p, words, k):
    ordre = np.argsort(-p, kind="mergesort")[:k]
    return zip([words[i] for i in ordre], p[ordre])
