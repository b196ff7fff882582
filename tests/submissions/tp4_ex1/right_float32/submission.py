f32 = np.float32

def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding), dtype=np.float32)

def init_weights(d_embedding, d_head, rng):
    W_Q = rng.standard_normal((d_embedding, d_head), dtype="float32")
    W_K = rng.standard_normal((d_embedding, d_head), dtype="float32")
    W_V = rng.standard_normal((d_embedding, d_head), dtype="float32")
    return W_Q, W_K, W_V

def project_qkv(X, W_Q, W_K, W_V):
    X = X.astype(f32)
    return X @ W_Q.astype(f32), X @ W_K.astype(f32), X @ W_V.astype(f32)

def attention_scores(Q, K):
    return Q.astype(f32) @ K.astype(f32).T

def softmax(S):
    S = np.float32(S - S.max(axis=1, keepdims=True))
    e = np.exp(S)
    return e / e.sum(axis=1, keepdims=True, dtype=f32)

def weighted_output(A, V):
    return np.asarray(A, dtype=f32) @ np.asarray(V, dtype=f32)
