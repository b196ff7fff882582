def self_attention(X, W_Q, W_K, W_V):
    Q = X @ W_Q
    K = X @ W_K
    A = softmax(Q @ K.T)
    return A @ X, A
