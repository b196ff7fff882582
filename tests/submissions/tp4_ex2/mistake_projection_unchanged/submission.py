def output_projection(H, W_O, b_O=None):
    sortie = H @ W_O
    if b_O is not None:
        sortie = sortie + b_O
    return H
