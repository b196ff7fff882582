def accuracy(logits, y):
    return round(float(np.mean(np.argmax(logits, axis=1) == y)), 4)

def top_words(p, words, k):
    ordre = sorted(range(len(p)), key=lambda i: (-p[i], i))
    return [(words[i], round(float(p[i]), 4)) for i in ordre[:k]]
