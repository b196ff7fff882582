def project_qkv(X, W_Q, W_K, W_V):
    W = np.stack([W_Q, W_K, W_V])
    Q, K, V = np.einsum("nd,pdk->pnk", X, W)
    return Q, K, V

def attention_scores(Q, K):
    return np.einsum("id,jd->ij", Q, K, optimize=True)

def softmax(S):
    e = np.exp(S - S.max(-1)[:, None])
    return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))

def weighted_output(A, V):
    return np.einsum("ij,jd->id", A, V)

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(np.einsum("ik,jk", Q, K))
    return np.einsum("ij,jk", A, V), A
