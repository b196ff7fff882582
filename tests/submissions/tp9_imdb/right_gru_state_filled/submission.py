def gru_states(X, mask, params):
    h = np.zeros((X.shape[0], params["W_z"].shape[1]))
    out = np.zeros((X.shape[0], X.shape[1], h.shape[1]))
    for t in range(X.shape[1]):
        presents = mask[:, t].astype(bool)
        h[presents] = gru_step(X[presents, t], h[presents], params)
        out[:, t] = h
    return out
