from math import cos, sin

def positional_encoding(n_words, d_embedding):
    return [
        [(sin if i % 2 == 0 else cos)(pos / 10000 ** ((i - i % 2) / d_embedding)) for i in range(d_embedding)]
        for pos in range(n_words)
    ]

def add_positional_encoding(X):
    P = positional_encoding(*np.shape(X))
    return [[x + p for x, p in zip(ligne, ligne_p)] for ligne, ligne_p in zip(X, P)]

def attention_head(X, W_Q, W_K, W_V):
    X = np.array(X)
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T / len(Q[0]) ** 0.5)
    return (A @ V).tolist(), A.tolist()
