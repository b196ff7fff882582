def positional_encoding(n_words, d_embedding):
    def angle(pos, i):
        return pos / np.power(1000, (2 * (i // 2)) / np.float64(d_embedding))

    P = angle(np.arange(n_words)[:, None], np.arange(d_embedding)[None, :])
    P[:, 0::2] = np.sin(P[:, 0::2])
    P[:, 1::2] = np.cos(P[:, 1::2])
    return P
