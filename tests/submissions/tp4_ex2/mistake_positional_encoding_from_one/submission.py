def positional_encoding(n_words, d_embedding):
    positions = np.arange(1, n_words + 1)
    P = np.zeros((n_words, d_embedding))
    for k in range(d_embedding // 2):
        frequence = 1 / 10000 ** (2 * k / d_embedding)
        P[:, 2 * k] = np.sin(positions * frequence)
        P[:, 2 * k + 1] = np.cos(positions * frequence)
    return P
