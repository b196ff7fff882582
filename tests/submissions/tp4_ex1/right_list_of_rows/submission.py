def create_embeddings(tokens, d_embedding, rng):
    X = []
    for t in tokens:
        X.append(rng.standard_normal(d_embedding))
    return X

def project_qkv(X, W_Q, W_K, W_V):
    Q, K, V = [], [], []
    for x in X:
        Q.append(x @ W_Q)
        K.append(x @ W_K)
        V.append(x @ W_V)
    return Q, K, V

def attention_scores(Q, K):
    return [np.array([q @ k for k in K]) for q in Q]

def softmax(S):
    return [np.exp(s - max(s)) / sum(np.exp(s - max(s))) for s in S]

def weighted_output(A, V):
    return [sum(poids * v for poids, v in zip(a, V)) for a in A]
