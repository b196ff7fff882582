def project_qkv(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X @ W_K

def attention_scores(Q, K):
    return 2 * K @ Q.T / 2

def softmax(S):
    e = np.exp(S - S.max(axis=0))
    return e / e.sum(axis=0)
