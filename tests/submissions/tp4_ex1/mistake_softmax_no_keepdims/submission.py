def softmax(S):
    maxi = S.max(axis=1, keepdims=True)
    exponentielle = np.exp(S - maxi)
    somme = exponentielle.sum(axis=1)
    return exponentielle / somme
