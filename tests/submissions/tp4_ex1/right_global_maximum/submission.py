def softmax(S):
    S = S - np.max(S)
    return np.exp(S) / np.sum(np.exp(S), axis=1, keepdims=True)
