def output_projection(H, W_O, b_O=None):
    return H.mean(axis=0) @ W_O
