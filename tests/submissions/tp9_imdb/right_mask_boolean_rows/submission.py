def masked_softmax(scores, mask):
    lignes = []
    for s, m in zip(scores, mask):
        utiles = s[m == 1]
        e = np.exp(utiles - np.max(utiles))
        lignes.append(np.concatenate([e / np.sum(e), np.zeros(int(np.sum(m == 0)))]))
    return np.stack(lignes)
