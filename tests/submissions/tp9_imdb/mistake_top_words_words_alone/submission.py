def top_words(p, words, k):
    indices = sorted(range(len(words)), key=lambda i: p[i], reverse=True)
    return [words[i] for i in indices[:k]]
