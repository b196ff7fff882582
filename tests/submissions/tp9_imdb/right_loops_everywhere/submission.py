def mean_pool(X, mask):
    B, L, d = X.shape
    out = []
    for b in range(B):
        somme, n = 0, 0
        for i in range(L):
            if mask[b, i] == 1:
                somme = somme + X[b, i]
                n += 1
        out.append(somme / n)
    return np.array(out)

def linear(T, W, b):
    return np.array([[np.sum(T[i] * W[:, c]) + b[c] for c in range(2)] for i in range(len(T))])

def cross_entropy(logits, y):
    total = 0.0
    for i in range(len(y)):
        a, c = logits[i][0], logits[i][1]
        m = a if a > c else c
        total = total + m + np.log(np.exp(a - m) + np.exp(c - m)) - logits[i][y[i]]
    return total / len(y)

def accuracy(logits, y):
    justes = 0
    for ligne, classe in zip(logits, y):
        if (ligne[1] > ligne[0]) == (classe == 1):
            justes += 1
    return justes / len(y)

def attention_weights(X, mask, q):
    scores = np.array([[np.dot(mot, q) for mot in texte] for texte in X])
    return masked_softmax(scores, mask)

def attention_pool(P, V):
    res = []
    for b in range(P.shape[0]):
        t = np.zeros(V.shape[2])
        for i in range(P.shape[1]):
            t = t + P[b, i] * V[b, i]
        res.append(t)
    return np.stack(res)

def entropy(P):
    H = []
    for p in P:
        h = 0.0
        for x in p:
            if x > 0:
                h = h - x * np.log(x)
        H.append(h)
    return np.array(H)
