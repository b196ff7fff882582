def project_qkv(X, W_Q, W_K, W_V):
    X = np.matrix(X)
    return X * np.matrix(W_Q), X * np.matrix(W_K), X * np.matrix(W_V)

def attention_scores(Q, K):
    return np.asmatrix(Q) * np.asmatrix(K).T

def softmax(S):
    S = np.asmatrix(S)
    E = np.exp(S - S.max(axis=1))
    return E / E.sum(axis=1)

def weighted_output(A, V):
    return np.matrix(A) * np.matrix(V)
