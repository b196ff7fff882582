def gru_states(X, mask, params):
    h = np.zeros((len(X), len(params["b_z"])))
    etats = []
    for t in reversed(range(X.shape[1])):
        m = mask[:, t:t + 1]
        h = m * gru_step(X[:, t], h, params) + (1 - m) * h
        etats.insert(0, h)
    return np.stack(etats, axis=1)
