def mean_pool(X, mask):
    somme = (X * mask[..., None]).sum(axis=1)
    nb_mots = mask.sum()
    return somme / nb_mots
