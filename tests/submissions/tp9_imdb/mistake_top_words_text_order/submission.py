def top_words(p, words, k):
    meilleurs = sorted(range(len(p)), key=lambda i: (-p[i], i))[:k]
    res = []
    for i in range(len(words)):
        if i in meilleurs:
            res.append((words[i], float(p[i])))
    return res
