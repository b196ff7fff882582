def gru_states(X, mask, params):
    h = np.zeros((len(X), len(params["b_z"])))
    for t in range(X.shape[1]):
        h_suivant = gru_step(X[:, t], h, params)
        h = np.where(mask[:, t:t + 1] > 0, h_suivant, h)
    return h
