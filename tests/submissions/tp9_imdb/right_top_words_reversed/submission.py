def top_words(p, words, k):
    n = len(p)
    a_l_envers = np.argsort(p[::-1], kind="stable")[::-1]
    ordre = [n - 1 - i for i in a_l_envers]
    return [(words[i], float(p[i])) for i in ordre][:k]
