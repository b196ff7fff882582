def add_positional_encoding(X):
    n_mots = X.shape[0]
    dimension = X.shape[1]
    P = positional_encoding(n_mots, dimension)
    return P
