def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((1, len(tokens), d_embedding))

def project_qkv(X, W_Q, W_K, W_V):
    if X.ndim == 2:
        X = X[None]     # (batch, n, d)
    return X @ W_Q, X @ W_K, X @ W_V

def attention_scores(Q, K):
    if Q.ndim == 2:
        Q, K = Q[np.newaxis], K[np.newaxis]
    return Q @ K.transpose(0, 2, 1)

def softmax(S):
    if S.ndim == 2:
        S = np.expand_dims(S, 0)
    e = np.exp(S - S.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

def weighted_output(A, V):
    return np.matmul(A, V).reshape(1, -1, V.shape[-1])

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return A @ V, A
