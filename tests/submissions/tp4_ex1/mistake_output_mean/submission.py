def weighted_output(A, V):
    n = A.shape[0]
    moyenne = np.mean(V, axis=0)
    sortie = np.zeros((n, V.shape[1]))
    for i in range(n):
        sortie[i] = moyenne
    return sortie
