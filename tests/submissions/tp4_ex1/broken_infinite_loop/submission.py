def weighted_output(A, V):
    out = np.zeros((A.shape[0], V.shape[1]))
    i = 0
    while i < A.shape[0]:
        j = 0
        while j < A.shape[1]:
            out[i] += A[i, j] * V[j]
        i += 1
    return out

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return A @ V, A
