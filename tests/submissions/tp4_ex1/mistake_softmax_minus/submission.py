def softmax(S):
    ecart = np.max(S, axis=1, keepdims=True) - S
    e = np.exp(ecart)
    return e / e.sum(axis=1, keepdims=True)
