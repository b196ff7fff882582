AXE = -1
GARDER = True
d = 4

def stabilise(M):
    return M - M.max(axis=AXE, keepdims=GARDER)

def normalise(M):
    return M / M.sum(axis=AXE, keepdims=GARDER)

def transposee(M):
    return np.transpose(M)

def attention_scores(Q, K):
    return np.matmul(Q, transposee(K))

def softmax(S):
    return normalise(np.exp(stabilise(S)))

def self_attention(X, W_Q, W_K, W_V):
    global derniers_poids
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    derniers_poids = softmax(attention_scores(Q, K))
    return weighted_output(derniers_poids, V), derniers_poids
