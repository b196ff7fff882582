def softmax(S):
    def une_ligne(s):
        e = np.exp(s - s.max())
        return e / e.sum()
    return np.apply_along_axis(une_ligne, 1, S)

def attention_scores(Q, K):
    f = np.vectorize(lambda i, j: Q[i] @ K[j])
    return f(*np.indices((len(Q), len(K))))
