def mean_pool(X, mask):
    # somme des mots
    return np.einsum('bl,bld->bd', mask, X)

def masked_softmax(scores, mask):
    s = np.where(mask > 0, -scores, -1e9)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def text_query(X, mask, W_q, b_q):
    return mean_pool(X, mask) @ W_q.T + b_q
