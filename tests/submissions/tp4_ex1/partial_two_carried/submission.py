def attention_scores(Q, K):
    return Q @ Q.T

def softmax(S):
    e = np.exp(S - S.max(axis=0))
    return e / e.sum(axis=0)
