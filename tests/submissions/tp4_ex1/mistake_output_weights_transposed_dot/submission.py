def weighted_output(A, V):
    sortie = np.dot(A.T, V)
    return sortie
