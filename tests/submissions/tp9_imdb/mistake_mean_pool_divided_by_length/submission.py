def mean_pool(X, mask):
    # on met le remplissage à zéro puis on fait la moyenne
    X_masque = X * np.expand_dims(mask, -1)
    return np.mean(X_masque, axis=1)
