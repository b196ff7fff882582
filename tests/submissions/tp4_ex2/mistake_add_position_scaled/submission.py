def add_positional_encoding(X):
    seq_len, d_model = X.shape
    X = X * np.sqrt(d_model)
    X = X + positional_encoding(seq_len, d_model)
    return X
