def gru_step(x, h, params):
    Wz, Uz, Wr, Ur, Wh, Uh = [params[n] for n in ("W_z", "U_z", "W_r", "U_r", "W_h", "U_h")]
    z = 1 / (1 + np.exp(-x @ Wz - h @ Uz))
    r = 1 / (1 + np.exp(-x @ Wr - h @ Ur))
    c = np.tanh(x @ Wh + (r * h) @ Uh)
    return (1 - z) * h + z * c
