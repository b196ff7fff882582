def weighted_output(A, V):
    At = np.transpose(A)
    return np.matmul(At, V)
