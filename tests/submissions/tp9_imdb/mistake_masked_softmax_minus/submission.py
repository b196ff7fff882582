def masked_softmax(scores, mask):
    lignes = []
    for s, m in zip(scores, mask):
        e = np.exp(np.min(s) - s) * m
        lignes.append(e / np.sum(e))
    return np.array(lignes)
