def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    return weighted_output(softmax(attention_scores(Q, K)), V)
