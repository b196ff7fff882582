def add_positional_encoding(X):
    n, d = X.shape
    return X * positional_encoding(n, d)
