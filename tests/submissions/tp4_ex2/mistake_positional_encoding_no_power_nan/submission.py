def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words).reshape(n_words, 1)
    deux_k = 2 * np.arange(d_embedding // 2)
    P = np.zeros((n_words, d_embedding))
    P[:, ::2] = np.sin(pos / (10000 * deux_k / d_embedding))
    P[:, 1::2] = np.cos(pos / (10000 * deux_k / d_embedding))
    return P
