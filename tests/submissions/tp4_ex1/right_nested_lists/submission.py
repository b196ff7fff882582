def create_embeddings(tokens, d_embedding, rng):
    return [list(rng.standard_normal(d_embedding)) for _ in tokens]

def init_weights(d_embedding, d_head, rng):
    return tuple(rng.standard_normal((d_embedding, d_head)).tolist() for _ in range(3))

def project_qkv(X, W_Q, W_K, W_V):
    return np.dot(X, W_Q).tolist(), np.dot(X, W_K).tolist(), np.dot(X, W_V).tolist()

def attention_scores(Q, K):
    return [[sum(a * b for a, b in zip(q, k)) for k in K] for q in Q]

def softmax(S):
    lignes = []
    for s in S:
        m = max(s)
        e = [np.exp(x - m) for x in s]
        t = sum(e)
        lignes.append([x / t for x in e])
    return lignes

def weighted_output(A, V):
    colonnes = list(zip(*V))
    return [[sum(a * v for a, v in zip(ligne, col)) for col in colonnes] for ligne in A]
