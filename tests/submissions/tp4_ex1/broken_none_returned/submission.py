def attention_scores(Q, K):
    S = Q @ K.T

def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return
