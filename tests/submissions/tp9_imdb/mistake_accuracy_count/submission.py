def accuracy(logits, y):
    n = 0
    for l, c in zip(logits, y):
        prediction = 1 if l[1] > l[0] else 0
        if prediction == c:
            n += 1
    return n
