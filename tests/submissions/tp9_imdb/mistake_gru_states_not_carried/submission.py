def gru_states(X, mask, params):
    B, L = mask.shape
    h0 = np.zeros((B, len(params["b_h"])))
    etats = [gru_step(X[:, 0], h0, params)]
    for t in range(1, L):
        m = mask[:, t].reshape(B, 1)
        etats.append(m * gru_step(X[:, t], h0, params) + (1 - m) * etats[-1])
    return np.stack(etats, axis=1)
