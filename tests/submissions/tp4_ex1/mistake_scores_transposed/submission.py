def attention_scores(Q, K):
    S = np.zeros((len(K), len(Q)))
    for i in range(len(K)):
        for j in range(len(Q)):
            S[i, j] = np.dot(K[i], Q[j])
    return S
