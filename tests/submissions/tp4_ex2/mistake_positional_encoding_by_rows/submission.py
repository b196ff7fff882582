def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for j in range(d_embedding):
            angle = pos / 10000 ** (2 * (j // 2) / d_embedding)
            if pos % 2 == 0:
                P[pos, j] = np.sin(angle)
            else:
                P[pos, j] = np.cos(angle)
    return P
