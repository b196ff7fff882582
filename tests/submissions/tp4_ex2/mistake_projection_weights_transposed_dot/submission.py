def output_projection(H, W_O, b_O=None):
    return np.dot(H, W_O.T)
