def attention_scores(Q, K):
    S = np.zeros((10 ** 6, 10 ** 6))
    S[: len(Q), : len(K)] = Q @ K.T
    return S[: len(Q), : len(K)]

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return weighted_output(A, V), A
