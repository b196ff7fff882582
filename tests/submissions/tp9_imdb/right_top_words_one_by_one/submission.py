def top_words(p, words, k):
    reste = p.copy()
    trouves = []
    while len(trouves) < k:
        i = np.argmax(reste)
        trouves.append((words[i], p[i]))
        reste[i] = -1
    return trouves
