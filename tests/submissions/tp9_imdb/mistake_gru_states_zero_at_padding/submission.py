def gru_states(X, mask, params):
    h = np.zeros((X.shape[0], params["U_h"].shape[0]))
    etats = []
    for t in range(X.shape[1]):
        h = gru_step(X[:, t], h, params) * mask[:, t][:, None]
        etats.append(h)
    return np.array(etats).transpose(1, 0, 2)
