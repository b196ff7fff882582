def positional_encoding(n_words, d_embedding):
    k = np.arange(d_embedding // 2)
    onde = np.exp(1j * np.outer(np.arange(n_words), 10000.0 ** (-2 * k / d_embedding)))
    return np.stack([onde.imag, onde.real], axis=-1).reshape(n_words, d_embedding)
