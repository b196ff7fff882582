def project_qkv(X, W_Q, W_K, W_V):
    Q = X.dot(W_Q)
    K = X.dot(W_K)
    # la value d'un mot, c'est son embedding
    V = X.copy()
    return Q, K, V
