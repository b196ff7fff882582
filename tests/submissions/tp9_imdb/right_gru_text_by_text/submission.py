def gru_states(X, mask, params):
    m = len(params["b_z"])
    tous = []
    for x, longueur in zip(X, mask.sum(axis=1).astype(int)):
        h, etats = np.zeros((1, m)), []
        for mot in x[:longueur]:
            h = gru_step(mot[None, :], h, params)
            etats.append(h[0])
        etats += [etats[-1]] * (len(x) - longueur)
        tous.append(np.stack(etats))
    return np.stack(tous)
