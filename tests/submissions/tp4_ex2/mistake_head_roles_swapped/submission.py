def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(K.dot(Q.T) / np.sqrt(K.shape[1]))
    return A.dot(V), A
