def gru_step(x, h, params):
    s = lambda a: 1 / (1 + np.exp(-a))
    z = s(x @ params["W_z"] + h @ params["U_z"].T + params["b_z"])
    r = s(x @ params["W_r"] + h @ params["U_r"].T + params["b_r"])
    n = np.tanh(x @ params["W_h"] + r * (h @ params["U_h"].T) + params["b_h"])
    return z * h + (1 - z) * n
