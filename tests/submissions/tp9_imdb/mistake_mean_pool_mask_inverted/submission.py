def mean_pool(X, mask):
    # on enlève les mots masqués (1 = masqué)
    garde = 1 - mask
    somme = (X * garde[:, :, None]).sum(axis=1)
    n = np.maximum(garde.sum(axis=1), 1e-9)
    return somme / n[:, None]
