def mean_pool(X, mask):
    return X[mask == 1].mean(axis=0)
