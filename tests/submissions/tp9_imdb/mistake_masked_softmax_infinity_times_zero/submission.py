def masked_softmax(scores, mask):
    # -inf là où il y a du remplissage
    z = scores + (1 - mask) * (-np.inf)
    z = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)
