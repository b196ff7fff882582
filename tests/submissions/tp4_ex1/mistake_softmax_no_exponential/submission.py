def softmax(S):
    A = np.zeros_like(S)
    for i in range(S.shape[0]):
        A[i] = S[i] / np.sum(S[i])
    return A
