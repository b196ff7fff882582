def softmax(S):
    exponentielles = np.exp(S - S.max(axis=1, keepdims=True))
    return exponentieles / exponentielles.sum(axis=1, keepdims=True)
