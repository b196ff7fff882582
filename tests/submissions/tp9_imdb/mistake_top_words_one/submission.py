def top_words(p, words, k):
    i = np.argmax(p)
    return [(words[i], p[i])]
