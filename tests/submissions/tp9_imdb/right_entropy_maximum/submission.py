def entropy(P, eps=1e-30):
    return np.negative(np.einsum("bl,bl->b", P, np.log(np.maximum(P, eps))))
