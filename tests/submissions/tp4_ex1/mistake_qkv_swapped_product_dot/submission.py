def project_qkv(X, W_Q, W_K, W_V):
    return [np.dot(W, X) for W in (W_Q, W_K, W_V)]
