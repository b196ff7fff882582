from itertools import accumulate

def gru_states(X, mask, params):
    def avance(h, t):
        return np.where(mask[:, t, None] == 1, gru_step(X[:, t], h, params), h)
    depart = np.zeros((X.shape[0], params["U_h"].shape[0]))
    etats = list(accumulate(range(X.shape[1]), avance, initial=depart))
    return np.array(etats[1:]).transpose(1, 0, 2)
