def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    n = len(P)
    for pos in range(n):
        for i in range(d_embedding):
            angle = pos / 10000 ** (2 * (i // 2) / n)
            P[pos][i] = np.sin(angle) if i % 2 == 0 else np.cos(angle)
    return P
