def mean_pool(X, mask):
    X *= mask[:, :, None]
    return X.sum(axis=1) / mask.sum(axis=1, keepdims=True)
