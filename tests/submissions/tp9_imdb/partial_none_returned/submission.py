def mean_pool(X, mask):
    m = mask[:, :, None]
    t = (X * m).sum(axis=1) / m.sum(axis=1)
    print(t)
