def text_attention(X, mask, W_q, b_q, W_v, b_v):
    cle = X @ W_q.T
    S = np.einsum("bld,bd->bl", cle, mean_pool(X, mask)) + X @ b_q
    P = masked_softmax(S, mask)
    return attention_pool(P, values(X, W_v, b_v)), P
