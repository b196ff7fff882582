def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = (X @ W for W in (W_Q, W_K, W_V))
    A = softmax(Q @ K.T * np.sqrt(Q.shape[1]))
    return A @ V, A
