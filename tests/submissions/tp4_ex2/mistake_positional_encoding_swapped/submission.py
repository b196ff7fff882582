def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words)[:, np.newaxis]
    i = np.arange(d_embedding)[np.newaxis, :]
    angles = pos / np.power(10000, (2 * (i // 2)) / d_embedding)
    angles[:, 0::2] = np.cos(angles[:, 0::2])
    angles[:, 1::2] = np.sin(angles[:, 1::2])
    return angles
