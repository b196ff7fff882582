def output_projection(H, W_O, b_O=None):
    if b_O is None:
        b_O = np.ones(W_O.shape[1])
    return H @ W_O + b_O
