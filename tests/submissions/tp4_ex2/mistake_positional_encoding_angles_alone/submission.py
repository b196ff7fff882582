def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for j in range(d_embedding):
            k = j // 2
            P[pos, j] = pos / 10000 ** (2 * k / d_embedding)
    return P
