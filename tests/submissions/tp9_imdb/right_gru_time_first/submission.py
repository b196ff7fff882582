def gru_states(X, mask, params):
    h = np.zeros_like(X[:, 0] @ params["W_h"])
    sortie = ()
    for x_t, m_t in zip(np.swapaxes(X, 0, 1), mask.T):
        h = np.where(m_t[:, None] > 0, gru_step(x_t, h, params), h)
        sortie += (h,)
    return np.swapaxes(np.stack(sortie), 0, 1)
