def attention_scores(Q, K):
    S = np.einsum("id,jd->ij", Q, K)
    exp_S = np.exp(S)
    return exp_S / exp_S.sum(axis=1, keepdims=True)
