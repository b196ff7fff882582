def mean_pool(X, mask):
    longueurs = np.sum(mask, axis=1, keepdims=True)   # (B, 1)
    return np.sum(X, axis=1) / longueurs
