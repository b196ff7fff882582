def text_attention(X, mask, W_q, b_q, W_v, b_v):
    Q = text_query(X, mask, W_q, b_q)
    V = values(X, W_v, b_v)
    P = np.concatenate([attention_weights(X[i : i + 1], mask[i : i + 1], Q[i]) for i in range(len(X))])
    T = np.concatenate([attention_pool(P[i : i + 1], V[i : i + 1]) for i in range(len(X))])
    return T, P
