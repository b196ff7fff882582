def softmax(S):
    e = np.exp(S - S.max())
    A = e / e.sum(axis=0)
    # il faut que les lignes somment à 1
    return A.T
