def positional_encoding(n_words, d_embedding):
    demi = d_embedding // 2
    angles = np.arange(n_words)[:, None] / np.power(10000, np.arange(demi) / d_embedding)
    return np.hstack((np.sin(angles), np.cos(angles)))
