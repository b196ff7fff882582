from types import SimpleNamespace

def gru_step(x, h, params):
    q = SimpleNamespace(**params)
    z = 1.0 / (1.0 + np.exp(-(x @ q.W_z + h @ q.U_z + q.b_z)))
    r = 1.0 / (1.0 + np.exp(-(x @ q.W_r + h @ q.U_r + q.b_r)))
    n = np.tanh(x @ q.W_h + (r * h) @ q.U_h + q.b_h)
    return z * h + (1 - z) * n
