def positional_encoding(n_words, d_embedding):
    table = np.array([
        [pos / np.power(10000, 2 * (j // 2) / d_embedding) for j in range(d_embedding)]
        if pos != 0 else np.zeros(d_embedding) for pos in range(n_words)])
    table[1:, 0::2] = np.sin(table[1:, 0::2])
    table[1:, 1::2] = np.cos(table[1:, 1::2])
    return table
