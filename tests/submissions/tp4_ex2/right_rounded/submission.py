def softmax(S):
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return np.round(e / e.sum(axis=-1, keepdims=True), 4)

def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words)[:, None]
    angles = pos / 10000 ** (np.arange(0, d_embedding, 2) / d_embedding)
    P = np.zeros((n_words, d_embedding))
    P[:, 0::2], P[:, 1::2] = np.sin(angles), np.cos(angles)
    return np.round(P, 4)

def add_positional_encoding(X):
    return np.round(X + positional_encoding(*X.shape), 4)

def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T / np.sqrt(W_Q.shape[1]))
    return (A @ V).round(4), A

def multi_head_attention(X, heads):
    sorties, poids = zip(*[attention_head(X, *h) for h in heads])
    return np.around(np.hstack(sorties), 4), np.around(poids, 4)

def output_projection(H, W_O, b_O=None):
    return (H @ W_O).round(4)
