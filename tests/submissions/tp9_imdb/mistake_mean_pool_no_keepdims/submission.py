def mean_pool(X, mask):
    # somme des mots / nombre de mots
    S = np.sum(X * mask[:, :, None], axis=1)
    n = np.sum(mask, axis=1)
    return S / n
