def init_weights(d_embedding, d_head, rng):
    return [rng.standard_normal((d_embedding, d_head)) for i in range(3)]

def project_qkv(X, W_Q, W_K, W_V):
    res = []
    for W in [W_Q, W_K, W_V]:
        res += [X.dot(W)]
    return res

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return [weighted_output(A, V), A]
