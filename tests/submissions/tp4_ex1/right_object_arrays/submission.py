def create_embeddings(tokens, d, rng):
    return np.array([[float(rng.standard_normal()) for _ in range(d)] for _ in tokens], dtype=object)


def attention_scores(Q, K):
    return (Q @ K.T).astype(complex)


def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K).real)
    return weighted_output(A, V), A
