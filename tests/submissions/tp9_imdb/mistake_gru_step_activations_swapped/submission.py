def sigmoide(a):
    return 1 / (1 + np.exp(-a))

def gru_step(x, h, params):
    z = np.tanh(x @ params["W_z"] + h @ params["U_z"] + params["b_z"])
    r = np.tanh(x @ params["W_r"] + h @ params["U_r"] + params["b_r"])
    h_tilde = sigmoide(x @ params["W_h"] + (r * h) @ params["U_h"] + params["b_h"])
    return (1 - z) * h + z * h_tilde
