def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words)[:, np.newaxis]
    div = np.power(10000, 2 * (np.arange(d_embedding)[np.newaxis, :] // 2) / np.float32(d_embedding))
    angles = pos / div
    angles[:, 0::2] = np.sin(angles[:, 0::2])
    angles[:, 1::2] = np.cos(angles[:, 1::2])
    return angles.astype(np.float16)
