def _axe(a, n=1):
    return a if n == 0 else _axe(np.expand_dims(a, -1), n - 1)

def _somme_mots(A):
    return np.sum(A, axis=1)

def _normalise(A):
    return A / _axe(_somme_mots(A))

def mean_pool(X, mask):
    return _somme_mots(X * _axe(_normalise(mask)))

def masked_softmax(scores, mask):
    haut = _axe(np.max(np.where(mask > 0, scores, -np.inf), axis=1))
    return _normalise(np.exp(np.minimum(scores - haut, 0)) * mask)

def attention_pool(P, V):
    return _somme_mots(_axe(P) * V)
