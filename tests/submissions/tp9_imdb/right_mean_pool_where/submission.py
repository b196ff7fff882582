def mean_pool(X, mask):
    m = mask[..., np.newaxis].astype(bool)
    return np.where(m, X, 0).sum(axis=1) / m.sum(axis=1)
