def project_qkv(X, W_Q, W_K, W_V):
    projections = []
    for W in (W_Q, W_K, W_V):
        projections.append(np.dot(X, W_Q))
    return projections[0], projections[1], projections[2]
