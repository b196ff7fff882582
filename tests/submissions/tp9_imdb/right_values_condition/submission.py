def values(X, W_v, b_v):
    sortie = np.matmul(X, W_v) + b_v[None, None, :]
    return sortie * (sortie > 0).astype(float)
