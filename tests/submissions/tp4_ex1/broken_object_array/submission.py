def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    resultat = np.empty(A.shape, dtype=object)
    for i, j in np.ndindex(A.shape):
        resultat[i, j] = (i, A[i, j])
    return resultat

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return weighted_output(A, V), A
