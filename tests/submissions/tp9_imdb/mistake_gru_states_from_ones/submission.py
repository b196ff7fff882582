def gru_states(X, mask, params):
    h = np.ones((len(X), len(params["b_z"])))
    H = []
    for t in range(X.shape[1]):
        H.append(np.where(mask[:, t:t + 1] > 0, gru_step(X[:, t], h, params), h))
        h = H[-1]
    return np.stack(H, 1)
