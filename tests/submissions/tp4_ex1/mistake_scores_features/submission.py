def attention_scores(Q, K):
    return np.dot(Q.T, K)
