def linear(T, W, b):
    z = T @ W + b
    # on veut des probabilités pour les deux classes
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)
