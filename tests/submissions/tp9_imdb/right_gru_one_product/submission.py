def gru_step(x, h, params):
    noms = ("z", "r", "h")
    gx = x @ np.hstack([params["W_" + n] for n in noms]) + np.hstack([params["b_" + n] for n in noms])
    xz, xr, xh = np.split(gx, 3, axis=1)
    s = lambda a: 0.5 * (1 + np.tanh(a / 2))
    z, r = s(xz + h @ params["U_z"]), s(xr + h @ params["U_r"])
    return h + z * (np.tanh(xh + np.dot(r * h, params["U_h"])) - h)
