def add_positional_encoding(X):
    P = positional_encoding(len(X), len(X[0]))
    return np.concatenate([X, P], axis=1)
