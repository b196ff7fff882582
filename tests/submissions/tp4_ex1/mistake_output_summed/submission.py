def weighted_output(A, V):
    total = np.zeros(V.shape[1])
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            total += A[i, j] * V[j]
    return total
