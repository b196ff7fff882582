def attention_scores(Q, K):
    S = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            S[i, j] = Q[i, 0] * K[j, 0] + Q[i, 1] * K[j, 1]
    return S

def weighted_output(A, V):
    out = np.zeros((4, 2))
    for i in range(4):
        for j in range(4):
            for d in range(2):
                out[i, d] += A[i, j] * V[j, d]
    return out
