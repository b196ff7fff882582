def top_words(p, words, k):
    p, words = list(p), list(words)
    for i in range(k):
        meilleur = i
        for j in range(i + 1, len(p)):
            if p[j] > p[meilleur]:
                meilleur = j
        p.insert(i, p.pop(meilleur))
        words.insert(i, words.pop(meilleur))
    return [(words[i], p[i]) for i in range(k)]
