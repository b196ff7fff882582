def output_projection(H, W_O, b_O=None):
    b = np.zeros(W_O.shape[1]) if b_O is None else b_O
    return np.tanh(H @ W_O + b)
