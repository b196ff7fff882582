def softmax(S):
    return np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
