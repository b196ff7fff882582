def positional_encoding(n_words, d_embedding):
    pe = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for i in range(0, d_embedding, 2):
            pe[pos, i] = np.sin(pos / (10000 ** ((2 * i) / d_embedding)))
            pe[pos, i + 1] = np.cos(pos / (10000 ** ((2 * (i + 1)) / d_embedding)))
    return pe
