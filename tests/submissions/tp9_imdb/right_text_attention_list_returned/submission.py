def text_attention(X, mask, W_q, b_q, W_v, b_v):
    T, P = [], []
    for x, m in zip(X, mask):
        x, m = x[None], m[None]
        q = (mean_pool(x, m) @ W_q + b_q)[0]
        p = attention_weights(x, m, q)
        T.append(attention_pool(p, values(x, W_v, b_v))[0])
        P.append(p[0])
    return [np.array(T), np.array(P)]
