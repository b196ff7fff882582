def values(X, W_v, b_v):
    V = np.einsum('bld,dk->blk', X, W_v)
    return np.maximum(0, V)
