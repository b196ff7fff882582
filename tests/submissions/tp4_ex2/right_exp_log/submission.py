def positional_encoding(n_words, d_embedding):
    position = np.arange(0, n_words, dtype=float).reshape(-1, 1)
    div_term = np.exp(np.arange(0, d_embedding, 2).astype(float) * (-np.log(10000.0) / d_embedding))
    pe = np.zeros((n_words, d_embedding))
    pe[:, 0::2] = np.sin(position * div_term)
    pe[:, 1::2] = np.cos(position * div_term)
    return pe
