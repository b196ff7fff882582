def sigma(a):
    return np.exp(a) / (1 + np.exp(a))

def gru_step(x, h, params):
    z = sigma(x @ params["W_z"] + h @ params["U_z"] + params["b_z"])
    r = sigma(x @ params["W_r"] + h @ params["U_r"] + params["b_r"])
    n = np.tanh(x @ params["W_h"] + (r * h) @ params["U_h"] + params["b_h"])
    return (1 - z) * h + z * n

def gru_states(X, mask, params):
    h, etats = np.zeros((len(X), len(params["b_h"]))), []
    for t in range(X.shape[1]):
        m = mask[:, t, None]
        h = m * gru_step(X[:, t], h, params) + (1 - m) * h
        etats.append(h)
    return np.stack(etats, axis=1)
