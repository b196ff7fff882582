def softmax(S):
    e = np.exp(S)
    return e / e.sum(axis=0)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(K @ Q.T)
    return weighted_output(A, V), A
