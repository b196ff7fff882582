def positional_encoding(n_words, d_embedding):
    P = np.zeros((d_embedding, n_words))
    pos = np.arange(n_words)
    for k in range(d_embedding // 2):
        P[2 * k] = np.sin(pos / 10000 ** (2 * k / d_embedding))
        P[2 * k + 1] = np.cos(pos / 10000 ** (2 * k / d_embedding))
    return P
