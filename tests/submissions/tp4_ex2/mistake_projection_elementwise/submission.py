def output_projection(H, W_O, b_O=None):
    Z = H * W_O
    if b_O is not None:
        Z += b_O
    return Z
