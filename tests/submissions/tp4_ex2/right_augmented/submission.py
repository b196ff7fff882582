def output_projection(H, W_O, b_O=None):
    b = np.zeros(W_O.shape[1]) if b_O is None else b_O
    H1 = np.hstack([H, np.ones((len(H), 1))])
    return H1 @ np.vstack([W_O, b])
