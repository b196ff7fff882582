def output_projection(H, W_O, b_O=None):
    if b_O is None:
        b_O = np.zeros((1, W_O.shape[1]))
    return np.dot(H, W_O) + b_O
