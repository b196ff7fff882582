def mean_pool(X, mask):
    return np.nanmean(np.where(np.expand_dims(mask, -1) == 1, X, np.nan), axis=1)
