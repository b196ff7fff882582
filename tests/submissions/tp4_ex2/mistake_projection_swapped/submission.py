def output_projection(H, W_O, b_O=None):
    if b_O is None:
        return W_O @ H
    return W_O @ H + b_O
