def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words)[:, None]
    angles = pos / 10000 ** (np.arange(0, d_embedding, 2) / d_embedding)
    P = np.zeros((n_words, d_embedding))
    P[:, 0::2], P[:, 1::2] = np.sin(angles), np.cos(angles)
    return np.round(P, 4)

def add_positional_encoding(X):
    n, d = X.shape
    k = np.repeat(np.arange(0, d, 2), 2)
    angles = np.arange(n)[:, None] / 10000 ** (k / d)
    return X + np.where(np.arange(d) % 2 == 0, np.sin(angles), np.cos(angles))

def output_projection(H, W_O, b_O=None):
    return (H @ W_O).round(4)
