import math

def softmax(S):
    A = np.zeros(S.shape)
    for i in range(S.shape[0]):
        plus_grand = max(S[i])
        somme = 0
        for j in range(S.shape[1]):
            A[i, j] = math.exp(S[i, j] - plus_grand)
            somme += A[i, j]
        for j in range(S.shape[1]):
            A[i, j] /= somme
    return A

def positional_encoding(n_words, d_embedding):
    P = np.zeros((n_words, d_embedding))
    for pos in range(n_words):
        for k in range(d_embedding // 2):
            angle = pos / (10000 ** ((2 * k) / d_embedding))
            P[pos, 2 * k] = math.sin(angle)
            P[pos, 2 * k + 1] = math.cos(angle)
    return P

def add_positional_encoding(X):
    P = positional_encoding(len(X), len(X[0]))
    Y = np.zeros(X.shape)
    for i in range(len(X)):
        for j in range(len(X[0])):
            Y[i, j] = X[i, j] + P[i, j]
    return Y

def produit(A, B):
    C = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C

def attention_head(X, W_Q, W_K, W_V):
    Q, K, V = produit(X, W_Q), produit(X, W_K), produit(X, W_V)
    n = len(Q)
    S = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            S[i, j] = sum(Q[i] * K[j]) / math.sqrt(len(Q[0]))
    A = softmax(S)
    return produit(A, V), A

def multi_head_attention(X, heads):
    d_head = heads[0][0].shape[1]
    H = np.zeros((len(X), len(heads) * d_head))
    A = np.zeros((len(heads), len(X), len(X)))
    for numero in range(len(heads)):
        W_Q, W_K, W_V = heads[numero]
        sortie, poids = attention_head(X, W_Q, W_K, W_V)
        A[numero] = poids
        for i in range(len(X)):
            for j in range(d_head):
                H[i, numero * d_head + j] = sortie[i, j]
    return H, A

def output_projection(H, W_O, b_O=None):
    Z = produit(H, W_O)
    if b_O is not None:
        for i in range(len(Z)):
            Z[i] = Z[i] + b_O
    return Z

def replace_word(tokens, X, old, new, new_vector, heads):
    lignes = []
    for i in range(len(tokens)):
        if tokens[i] == old:
            lignes.append(new_vector)
        else:
            lignes.append(X[i])
    H1, A1 = multi_head_attention(add_positional_encoding(X), heads)
    H2, A2 = multi_head_attention(add_positional_encoding(np.array(lignes)), heads)
    D = np.zeros(A1.shape)
    for t in range(len(heads)):
        for i in range(len(tokens)):
            for j in range(len(tokens)):
                D[t, i, j] = A2[t, i, j] - A1[t, i, j]
    return D
