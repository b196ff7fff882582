def attention_weights(X, mask, q):
    B, L, d = X.shape
    return masked_softmax(np.reshape(np.reshape(X, (B * L, d)) @ q, (B, L)), mask)

def values(X, W_v, b_v):
    B, L, d = X.shape
    plat = X.reshape(-1, d) @ W_v + b_v
    return np.maximum(plat, np.zeros_like(plat)).reshape(B, L, W_v.shape[1])
