def cosine_similarity(a, b):
    return np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))

def attention_scores(Q, K):
    S = np.zeros((Q.shape[0], K.shape[0]))
    for i, q in enumerate(Q):
        for j, k in enumerate(K):
            S[i, j] = cosine_similarity(q, k)
    return S
