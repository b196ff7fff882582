def softmax(ligne):
    e = np.exp(ligne - np.max(ligne))
    return e / np.sum(e)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = np.array([softmax(s) for s in S])
    return weighted_output(A, V), A
