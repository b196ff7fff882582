def positional_encoding(n_words, d_embedding):
    k = np.repeat(np.arange(d_embedding // 2), 2)
    angles = np.deg2rad(np.outer(np.arange(n_words), 10000.0 ** (-2 * k / d_embedding)))
    P = np.zeros_like(angles)
    P[:, 0::2] = np.sin(angles[:, 0::2])
    P[:, 1::2] = np.cos(angles[:, 1::2])
    return P
