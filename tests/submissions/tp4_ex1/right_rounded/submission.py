def create_embeddings(tokens, d_embedding, rng):
    return np.round(rng.standard_normal((len(tokens), d_embedding)), 4)

def init_weights(d_embedding, d_head, rng):
    return tuple(np.round(rng.standard_normal((d_embedding, d_head)), 4) for _ in range(3))

def project_qkv(X, W_Q, W_K, W_V):
    return (X @ W_Q).round(4), (X @ W_K).round(4), (X @ W_V).round(4)

def attention_scores(Q, K):
    return np.around(Q @ K.T, decimals=4)

def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return np.round(e / e.sum(axis=1, keepdims=True), 4)

def weighted_output(A, V):
    return np.round(A @ V, 4)

def self_attention(X, W_Q, W_K, W_V):
    A = (lambda e: e / e.sum(axis=1, keepdims=True))(np.exp((X @ W_Q) @ (X @ W_K).T))
    return np.round(A @ (X @ W_V), 4), np.round(A, 4)
