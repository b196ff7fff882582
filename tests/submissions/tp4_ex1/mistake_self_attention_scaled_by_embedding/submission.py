def self_attention(X, W_Q, W_K, W_V):
    n, d = X.shape
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K) / np.sqrt(d)
    A = softmax(S)
    return weighted_output(A, V), A
