def masked_softmax(scores, mask):
    B, L = scores.shape
    longueurs = [int(n) for n in mask.sum(axis=1)]
    res = []
    for i in range(B):
        s = scores[i, :longueurs[i]]
        s = np.exp(s - s.max())
        s = s / s.sum()
        res.append(np.hstack((s, np.zeros(L - longueurs[i]))))
    return np.array(res)
