def weighted_output(A, V):
    return np.array([np.mean(A[i][:, None] * V, axis=0) for i in range(len(A))])
