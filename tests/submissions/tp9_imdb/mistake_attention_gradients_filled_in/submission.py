def attention_weights(X, mask, q):
    B, L, d = X.shape
    scores = np.zeros((B, L))
    for i in range(B):
        for j in range(L):
            scores[i, j] = np.sum(X[i, j] * q)
    return masked_softmax(scores, mask)
