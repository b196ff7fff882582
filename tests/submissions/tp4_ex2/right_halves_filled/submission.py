def positional_encoding(n_words, d_embedding):
    moitie = d_embedding // 2
    P = np.zeros((n_words, d_embedding))
    for p in range(n_words):
        for k in range(moitie):
            P[p, k] = np.sin(p / 10000 ** (2 * k / d_embedding))
        for k in range(moitie):
            P[p, moitie + k] = np.cos(p / 10000 ** (2 * k / d_embedding))
    return P
