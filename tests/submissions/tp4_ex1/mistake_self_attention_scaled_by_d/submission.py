def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    d_k = Q.shape[-1]
    S = attention_scores(Q, K) / d_k
    A = softmax(S)
    return weighted_output(A, V), A
