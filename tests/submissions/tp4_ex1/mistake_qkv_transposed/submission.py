def project_qkv(X, W_Q, W_K, W_V):
    Xt = X.T
    Q = W_Q.T @ Xt
    K = W_K.T @ Xt
    V = W_V.T @ Xt
    return Q, K, V
