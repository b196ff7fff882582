def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def gru_step(x, h, params):
    p = params
    z = sigmoid(x @ p["W_z"] + h @ p["U_z"] + p["b_z"])
    r = sigmoid(x @ p["W_r"] + h @ p["U_r"] + p["b_r"])
    n = np.tanh(x @ p["W_h"] + p["b_h"] + r * (h @ p["U_h"]))
    return (1 - z) * n + z * h

def gru_states(X, mask, params):
    h = np.zeros((X.shape[0], params["b_h"].shape[0]))
    etats = []
    for t in range(X.shape[1]):
        h = gru_step(X[:, t], h, params)
        etats.append(h)
    return np.stack(etats, axis=1)
