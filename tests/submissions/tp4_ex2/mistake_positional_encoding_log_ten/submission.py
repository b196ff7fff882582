import math

def positional_encoding(n_words, d_embedding):
    position = np.arange(n_words)[:, np.newaxis]
    div_term = np.exp(np.arange(0, d_embedding, 2) * -(math.log10(10000.0) / d_embedding))
    pe = np.zeros((n_words, d_embedding))
    pe[:, 0::2] = np.sin(position * div_term)
    pe[:, 1::2] = np.cos(position * div_term)
    return pe
