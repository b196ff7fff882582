def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return str(e / e.sum(axis=1, keepdims=True))

def weighted_output(A, V):
    return [[f"{x:.4f}" for x in ligne] for ligne in A @ V]

def self_attention(X, W_Q, W_K, W_V):
    S = (X @ W_Q) @ (X @ W_K).T
    A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return A @ (X @ W_V), A
