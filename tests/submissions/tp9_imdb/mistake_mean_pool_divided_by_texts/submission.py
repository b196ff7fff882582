def mean_pool(X, mask):
    n, L, d = X.shape
    textes = []
    for i in range(n):
        t = 0
        for j in range(L):
            t = t + mask[i, j] * X[i, j]
        textes.append(t / n)
    return np.array(textes)
