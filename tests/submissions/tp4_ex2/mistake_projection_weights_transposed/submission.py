def output_projection(H, W_O, b_O=None):
    return H @ W_O.T if b_O is None else H @ W_O.T + b_O
