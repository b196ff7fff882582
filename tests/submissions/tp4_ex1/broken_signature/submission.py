def attention_scores(X, W_Q, W_K):
    Q = X @ W_Q
    K = X @ W_K
    return Q @ K.T

def self_attention(X, W_Q, W_K, W_V):
    A = softmax(attention_scores(X, W_Q, W_K))
    return weighted_output(A, X @ W_V), A
