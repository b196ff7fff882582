def attention_scores(Q, K):
    return np.round(Q @ K.T, 2)

def weighted_output(A, V):
    return np.round(A @ V, 2)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return A @ V, A
