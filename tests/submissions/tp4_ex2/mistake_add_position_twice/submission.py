def add_positional_encoding(X):
    P = positional_encoding(X.shape[0], X.shape[1])
    resultat = np.copy(X)
    for i in range(len(X)):
        resultat[i] += P[i]
    return resultat + P
