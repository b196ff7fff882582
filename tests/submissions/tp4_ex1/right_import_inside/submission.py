def softmax(S):
    import numpy
    from math import inf
    haut = numpy.full(len(S), -inf)
    for colonne in S.T:
        haut = numpy.maximum(haut, colonne)
    e = numpy.exp(S - haut[:, None])
    return e / e.sum(1)[:, None]

def attention_scores(Q, K):
    from numpy import tensordot
    return tensordot(Q, K, axes=([1], [1]))
