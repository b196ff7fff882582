def attention_scores(Q, K):
    assert Q.ndim == K.ndim == 2, "matrices attendues"
    assert Q.shape[1] == K.shape[1]
    S = Q @ K.T
    assert S.shape == (Q.shape[0], K.shape[0])
    return S

def softmax(S):
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    assert np.allclose(A.sum(axis=1), 1)
    return A

def weighted_output(A, V):
    if not np.allclose(A.sum(axis=1), 1.0):
        raise ValueError("les poids ne somment pas à 1")
    return A @ V
