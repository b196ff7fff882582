def text_attention(X, mask, W_q, b_q, W_v, b_v):
    m = mask[..., None]
    moyenne = (X * m).sum(1) / m.sum(1)
    q = moyenne @ W_q + b_q
    s = (X * q[:, None]).sum(-1)
    s = np.where(mask == 1, s, -1e12)
    p = np.exp(s - s.max(-1, keepdims=True))
    p = p / p.sum(-1, keepdims=True)
    v = X @ W_v + b_v
    v = np.where(v > 0, v, 0)
    return (p[..., None] * v).sum(1), p
