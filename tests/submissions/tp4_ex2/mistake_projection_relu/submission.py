def output_projection(H, W_O, b_O=None):
    Z = H @ W_O
    if b_O is not None:
        Z = Z + b_O
    Z[Z < 0] = 0
    return Z
