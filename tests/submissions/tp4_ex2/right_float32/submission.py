def positional_encoding(n_words, d_embedding):
    pos = np.arange(n_words, dtype=np.float32)[:, None]
    freq = np.float32(10000) ** (-np.arange(0, d_embedding, 2, dtype=np.float32) / np.float32(d_embedding))
    P = np.zeros((n_words, d_embedding), dtype=np.float32)
    P[:, 0::2] = np.sin(pos * freq)
    P[:, 1::2] = np.cos(pos * freq)
    return P

def add_positional_encoding(X):
    return (X + positional_encoding(*X.shape)).astype(np.float32)

def attention_head(X, W_Q, W_K, W_V):
    X = X.astype(np.float32)
    Q, K, V = (X @ W.astype(np.float32) for W in (W_Q, W_K, W_V))
    A = softmax(Q @ K.T / np.sqrt(np.float32(Q.shape[1])))
    return A @ V, A

def output_projection(H, W_O, b_O=None):
    return H.astype(np.float32) @ W_O.astype(np.float32)
