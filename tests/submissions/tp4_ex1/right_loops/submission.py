import math

def tokenize(sentence):
    tokens = []
    mot = ""
    for c in sentence:
        if c == " ":
            tokens.append(mot)
            mot = ""
        elif c != ".":
            mot += c
    if mot != "":
        tokens.append(mot)
    return tokens

def create_embeddings(tokens, d_embedding, rng):
    X = np.zeros((len(tokens), d_embedding))
    for i in range(len(tokens)):
        for j in range(d_embedding):
            X[i, j] = rng.standard_normal()
    return X

def init_weights(d_embedding, d_head, rng):
    matrices = []
    for m in range(3):
        W = np.zeros((d_embedding, d_head))
        for i in range(d_embedding):
            for j in range(d_head):
                W[i, j] = rng.standard_normal()
        matrices.append(W)
    return matrices[0], matrices[1], matrices[2]

def produit(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            somme = 0
            for k in range(A.shape[1]):
                somme += A[i, k] * B[k, j]
            C[i, j] = somme
    return C

def project_qkv(X, W_Q, W_K, W_V):
    return produit(X, W_Q), produit(X, W_K), produit(X, W_V)

def attention_scores(Q, K):
    S = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            for d in range(len(Q[0])):
                S[i, j] += Q[i, d] * K[j, d]
    return S

def softmax(S):
    A = np.zeros(S.shape)
    for i in range(S.shape[0]):
        plus_grand = S[i, 0]
        for j in range(S.shape[1]):
            if S[i, j] > plus_grand:
                plus_grand = S[i, j]
        somme = 0
        for j in range(S.shape[1]):
            somme += math.exp(S[i, j] - plus_grand)
        for j in range(S.shape[1]):
            A[i, j] = math.exp(S[i, j] - plus_grand) / somme
    return A

def weighted_output(A, V):
    out = np.zeros((A.shape[0], V.shape[1]))
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            out[i] = out[i] + A[i, j] * V[j]
    return out

def self_attention(X, W_Q, W_K, W_V):
    n = len(X)
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    output, A = [], []
    for i in range(n):
        scores_i = [sum(q * k for q, k in zip(Q[i], K[j])) for j in range(n)]
        a_i = softmax(np.array([scores_i]))[0]
        A.append(a_i)
        output.append(sum(a_i[j] * V[j] for j in range(n)))
    return np.array(output), np.array(A)
