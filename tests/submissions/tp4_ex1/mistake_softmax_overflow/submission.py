def softmax(S):
    exponentielles = np.exp(S)
    sommes = exponentielles.sum(axis=1).reshape(-1, 1)
    return exponentielles / sommes
