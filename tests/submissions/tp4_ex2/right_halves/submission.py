def positional_encoding(n_words, d_embedding):
    positions = np.arange(n_words)[:, np.newaxis]
    k = np.arange(d_embedding / 2)[np.newaxis, :]
    angles = positions * (1 / (10000 ** (k / (d_embedding / 2))))
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)
