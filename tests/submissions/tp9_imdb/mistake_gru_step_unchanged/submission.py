def gru_step(x, h, params):
    sig = lambda a: 1 / (1 + np.exp(-a))
    z = sig(x @ params["W_z"] + h @ params["U_z"] + params["b_z"])
    r = sig(x @ params["W_r"] + h @ params["U_r"] + params["b_r"])

    nouveau_h = np.tanh(x @ params["W_h"] + (r * h) @ params["U_h"] + params["b_h"])
    nouveau_h = (1 - z) * h + z * nouveau_h
    return h
