def mean_pool(X, mask):
    return np.stack([X[b][mask[b] > 0].mean(axis=0) for b in range(len(X))])
