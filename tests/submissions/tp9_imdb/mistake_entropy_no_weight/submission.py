def entropy(P):
    # on remplace les zéros par 1 car log(1) = 0
    return -np.sum(np.log(np.where(P == 0, 1.0, P)), axis=1)
