def output_projection(H, W_O, b_O=None):
    Z = np.dot(H, W_O)
    return np.transpose(Z)
