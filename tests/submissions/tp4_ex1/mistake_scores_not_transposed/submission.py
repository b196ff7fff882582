def attention_scores(Q, K):
    S = np.matmul(Q, K)
    return S
