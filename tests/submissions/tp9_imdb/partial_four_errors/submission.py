def mean_pool(X, mask):
    m = mask.reshape(mask.shape + (1,))
    return np.mean(X * m, axis=1)

def masked_softmax(scores, mask):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) * mask

def attention_pool(P, V):
    return np.mean(P[:, :, None] * V, axis=1)

def values(X, W_v, b_v):
    # transformation linéaire
    return X @ W_v + b_v
