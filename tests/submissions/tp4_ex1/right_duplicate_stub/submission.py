def softmax(S):
    """Transforme les scores en poids, ligne par ligne."""
    raise NotImplementedError("softmax est à écrire")

def softmax(S):
    """Transforme les scores en poids, ligne par ligne."""
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% softmax
def softmax(S):
    """Transforme les scores en poids, ligne par ligne.

    S       : (n, m), une ligne de scores par mot
    """
    raise NotImplementedError("softmax est à écrire")

# %% output
def weighted_output(A, V):
    return A @ V

def weighted_output(A, V):
    raise NotImplementedError
