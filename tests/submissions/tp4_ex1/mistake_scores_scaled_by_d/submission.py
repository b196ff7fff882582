def attention_scores(Q, K):
    n, d = Q.shape
    S = np.dot(Q, K.T)
    S = S / d
    return S
