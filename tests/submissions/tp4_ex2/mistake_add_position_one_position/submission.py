def add_positional_encoding(X):
    n, d = X.shape
    sortie = np.zeros((n, d))
    for mot in range(n):
        sortie[mot] = X[mot] + positional_encoding(1, d)[0]
    return sortie
