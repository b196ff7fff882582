def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for k in range(1, d_embedding // 2 + 1):
            P[pos, 2 * k - 2] = np.sin(pos / 10000 ** (2 * k / d_embedding))
            P[pos, 2 * k - 1] = np.cos(pos / 10000 ** (2 * k / d_embedding))
    return P
