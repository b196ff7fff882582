def attention_head(X, W_Q, W_K, W_V):
    Q = np.dot(X, W_Q)
    K = np.dot(X, W_K)
    V = np.dot(X, W_V)
    scores = np.dot(Q, K.T)
    poids = softmax(scores)
    return np.dot(poids, V), poids
