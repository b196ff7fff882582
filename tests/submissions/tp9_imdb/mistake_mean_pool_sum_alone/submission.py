def mean_pool(X, mask):
    return np.einsum('bld,bl->bd', X, mask)
