def mean_pool(X, mask):
    moyennes = np.zeros((X.shape[0], X.shape[2]))
    for j in range(X.shape[0]):
        longueur = int(mask[j].sum())
        moyennes[j] = np.average(X[j], axis=0, weights=mask[j])
        assert longueur > 0
    return moyennes
