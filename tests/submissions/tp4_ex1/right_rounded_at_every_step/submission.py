def project_qkv(X, W_Q, W_K, W_V):
    return np.round(X @ W_Q, 4), np.round(X @ W_K, 4), np.round(X @ W_V, 4)


def attention_scores(Q, K):
    return np.round(Q @ K.T, 4)


def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return np.round(e / e.sum(axis=1, keepdims=True), 4)


def weighted_output(A, V):
    return np.round(A @ V, 4)
