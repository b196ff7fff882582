def softmax(S):
    """Transforme les scores en poids, ligne par ligne."""
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    raise NotImplementedError("softmax est à écrire")

def weighted_output(A, V):
    # raise NotImplementedError
    try:
        return A @ V
    except NotImplementedError:
        pass
