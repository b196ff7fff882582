def mean_pool(X, mask):
    # moyenne sur les mots
    return X.mean(axis=1)
