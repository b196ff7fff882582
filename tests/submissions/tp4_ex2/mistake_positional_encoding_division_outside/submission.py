def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for k in range(d_embedding // 2):
            denominateur = 10000 ** (2 * k) / d_embedding
            P[pos, 2 * k] = np.sin(pos / denominateur)
            P[pos, 2 * k + 1] = np.cos(pos / denominateur)
    return P
