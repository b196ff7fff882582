def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    normes = np.sqrt((e ** 2).sum(axis=1, keepdims=True))
    return e / normes
