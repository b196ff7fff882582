def top_words(p, words, k):
    tri = sorted(zip(words, p), key=lambda c: c[1], reverse=True)
    res = []
    for i in range(1, k):
        res.append(tri[i - 1])
    return res
