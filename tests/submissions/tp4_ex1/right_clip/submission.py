def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-9)
