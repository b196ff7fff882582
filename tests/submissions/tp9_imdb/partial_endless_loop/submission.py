def top_words(p, words, k):
    paires = list(zip(words, p))
    meilleurs = []
    while len(meilleurs) < k:
        i = int(np.argmax(p))
        if paires[i] not in meilleurs:
            meilleurs.append(paires[i])
    return meilleurs
