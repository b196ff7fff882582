def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    racine = len(X) ** 0.5
    S = (Q @ K.T) / racine
    poids = softmax(S)
    return (poids @ V, poids)
