def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = softmax(S)
    output = weighted_output(A, V)
    return output, A, S, Q, K, V

def softmax(S):
    somme_avant = S.sum()
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A
