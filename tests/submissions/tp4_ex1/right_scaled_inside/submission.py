def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    d_k = K.shape[-1]
    A = softmax((Q @ K.T) / d_k ** 0.5)
    return A @ V, A
