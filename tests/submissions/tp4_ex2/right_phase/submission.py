def positional_encoding(n_words, d_embedding):
    colonnes = np.arange(d_embedding)
    paires = colonnes // 2
    dephasage = (colonnes % 2) * np.pi / 2
    return np.sin(np.arange(n_words)[:, None] / 10000 ** (2 * paires / d_embedding) + dephasage)
