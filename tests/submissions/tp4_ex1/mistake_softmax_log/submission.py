def softmax(S):
    m = S.max(axis=1, keepdims=True)
    logsumexp = m + np.log(np.exp(S - m).sum(axis=1, keepdims=True))
    return S - logsumexp
