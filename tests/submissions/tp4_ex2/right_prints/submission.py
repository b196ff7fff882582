def positional_encoding(n_words: int, d_embedding: int) -> np.ndarray:
    P: np.ndarray = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for i in range(0, d_embedding, 2):
            angle = pos / np.power(10000, i / d_embedding)
            P[pos, i], P[pos, i + 1] = np.sin(angle), np.cos(angle)
            print("position", pos, "colonne", i, "->", P[pos, i])
    return P

def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    print("formes :", Q.shape, K.shape, V.shape)
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]))
    print(A)
    return A @ V, A
