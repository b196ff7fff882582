def mean_pool(X, mask):
    return (X * mask).sum(1) / mask.sum(1, keepdims=True)
