import math

def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for k in range(d_embedding // 2):
            P[pos, 2 * k] = math.sin(pos / (10000 * (2 * k / d_embedding)))
            P[pos, 2 * k + 1] = math.cos(pos / (10000 * (2 * k / d_embedding)))
    return P
