def gru_states(X, mask, params):
    B, L, d = X.shape
    h = np.zeros((B, params["b_h"].shape[0]))
    etats = []
    for t in range(L):
        h = gru_step(X[:, t, :], h, params)
        etats.append(h)
    return np.stack(etats, axis=1)
