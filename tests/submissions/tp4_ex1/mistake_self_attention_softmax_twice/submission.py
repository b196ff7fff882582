def self_attention(X, W_Q, W_K, W_V):
    q, k, v = project_qkv(X, W_Q, W_K, W_V)
    s = softmax(attention_scores(q, k))
    poids = softmax(s)
    sortie = weighted_output(poids, v)
    return sortie, poids
