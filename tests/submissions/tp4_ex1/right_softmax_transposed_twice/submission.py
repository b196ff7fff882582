def softmax(S):
    St = S.T
    E = np.exp(St - np.max(St, axis=0))
    return (E / np.sum(E, axis=0)).T
