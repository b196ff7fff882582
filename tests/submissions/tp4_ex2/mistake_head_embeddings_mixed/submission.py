def attention_head(X, W_Q, W_K, W_V):
    Q, K = X @ W_Q, X @ W_K
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]))
    nouveaux = np.zeros_like(X)
    for i in range(len(X)):
        for j in range(len(X)):
            nouveaux[i] += A[i, j] * X[j]
    return nouveaux, A
