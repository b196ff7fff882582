def mean_pool(X, mask):
    m = mask[:, :, np.newaxis]
    return np.sum(X * m, axis=0) / np.sum(m, axis=0)
