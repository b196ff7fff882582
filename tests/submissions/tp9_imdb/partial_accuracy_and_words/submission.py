def accuracy(logits, y):
    bonnes = [l.argmax() == c for l, c in zip(logits, y)]
    return sum(bonnes) / len(bonnes) * 100

def top_words(p, words, k):
    ordre = np.argsort(p, kind="mergesort")[::-1]
    return [(words[i], round(float(p[i]), 6)) for i in ordre[:k]]
