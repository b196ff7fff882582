def attention_head(X, W_Q, W_K, W_V):
    A = softmax(np.einsum("nd,dk,mc,ck->nm", X, W_Q, X, W_K) / np.sqrt(W_K.shape[1]))
    return np.einsum("nm,md,dk->nk", A, X, W_V), A

def multi_head_attention(X, heads):
    W_Q, W_K, W_V = (np.array([h[i] for h in heads]) for i in range(3))
    Q = np.einsum("nd,hdk->hnk", X, W_Q)
    K = np.einsum("nd,hdk->hnk", X, W_K)
    V = np.einsum("nd,hdk->hnk", X, W_V)
    S = np.einsum("hik,hjk->hij", Q, K) / np.sqrt(Q.shape[-1])
    A = softmax(S)
    H = np.einsum("hij,hjk->ihk", A, V).reshape(len(X), -1)
    return H, A

def output_projection(H, W_O, b_O=None):
    return np.einsum("nk,km->nm", H, W_O)
