def attention_scores(Q, K):
    return np.zeros((0, 2**39, 2**22), bool)


def self_attention(X, W_Q, W_K, W_V):
    S = (X @ W_Q) @ (X @ W_K).T
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ (X @ W_V), A
