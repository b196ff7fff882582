def gru_step(x, h, params):
    gi = {g: x @ params["W_" + g] + params["b_" + g] for g in "rzh"}
    gh = {g: h @ params["U_" + g] for g in "rzh"}
    reset, update = (1 / (1 + np.exp(-gi[g] - gh[g])) for g in "rz")
    new = np.tanh(gi["h"] + reset * gh["h"])
    return new + update * (h - new)
