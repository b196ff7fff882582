def softmax(S):
    e = np.exp(S)
    return e / e.sum(axis=0)

def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = X @ W_Q, X @ W_K, X @ W_V
    A = softmax(Q @ K.T)
    return A @ V, A
