def mean_pool(X, mask):
    return np.einsum("ijk,ij->ik", X, mask) / np.einsum("ij->i", mask)[:, None]

def linear(T, W, b):
    return np.einsum("nd,dc->nc", T, W) + b

def attention_weights(X, mask, q):
    return masked_softmax(np.einsum("...d,d->...", X, q), mask)

def attention_pool(P, V):
    return np.einsum("...l,...lk->...k", P, V)

def text_query(X, mask, W_q, b_q):
    return np.einsum("bi,ij->bj", mean_pool(X, mask), W_q) + b_q

def values(X, W_v, b_v):
    v = np.einsum("bld,dk->blk", X, W_v) + b_v
    return np.where(v > 0, v, 0.0)

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    q = text_query(X, mask, W_q, b_q)
    P = masked_softmax(np.einsum("btd, bd -> bt", X, q), mask)
    return np.einsum("bt, btv -> bv", P, values(X, W_v, b_v)), P
