def add_positional_encoding(X):
    return -positional_encoding(*X.shape) + X
