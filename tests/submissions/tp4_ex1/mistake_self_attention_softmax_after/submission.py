def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = attention_scores(Q, K)
    output = weighted_output(A, V)
    output = softmax(output)
    return output, A
