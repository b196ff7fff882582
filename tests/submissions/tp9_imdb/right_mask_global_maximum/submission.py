def masked_softmax(scores, mask):
    e = mask * np.exp(mask * (scores - scores.max()))
    return (e.T / e.sum(axis=1)).T
