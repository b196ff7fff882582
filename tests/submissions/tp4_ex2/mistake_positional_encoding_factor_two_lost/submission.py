def positional_encoding(n_words, d_embedding):
    position = np.arange(n_words).reshape(-1, 1)
    k = np.arange(d_embedding // 2).reshape(1, -1)
    angle = position / np.power(10000, k / d_embedding)
    P = np.empty((n_words, d_embedding))
    P[:, 0::2] = np.sin(angle)
    P[:, 1::2] = np.cos(angle)
    return P
