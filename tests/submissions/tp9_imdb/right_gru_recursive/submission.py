def gru_states(X, mask, params):
    if X.shape[1] == 0:
        return np.zeros((len(X), 0, len(params["b_h"])))
    avant = gru_states(X[:, :-1], mask[:, :-1], params)
    h = avant[:, -1] if X.shape[1] > 1 else np.zeros((len(X), len(params["b_h"])))
    m = mask[:, -1][:, None]
    h = h + m * (gru_step(X[:, -1], h, params) - h)
    return np.concatenate([avant, h[:, None]], axis=1)
