def _une_tete(X, W_Q, W_K, W_V):
    S = (X @ W_Q) @ (X @ W_K).T / np.sqrt(W_Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ (X @ W_V), A

def _positions(X):
    n, d = X.shape
    j = np.arange(d)
    angles = np.arange(n)[:, None] / 10000 ** ((j - j % 2) / d)
    return np.where(j % 2, np.cos(angles), np.sin(angles))

def encode(X, heads, W_O, b_O=None):
    Xp = X + _positions(X)
    tetes = [_une_tete(Xp, *h) for h in heads]
    Z = sum(sortie @ bloc for (sortie, _), bloc in zip(tetes, np.split(W_O, len(heads))))
    return Z, np.array([A for _, A in tetes])

def replace_word(tokens, X, old, new, new_vector, heads):
    masque = (np.array(tokens) == old)[:, None]
    nouveau = np.where(masque, new_vector, X)
    return np.array([
        _une_tete(nouveau + _positions(X), *h)[1] - _une_tete(X + _positions(X), *h)[1] for h in heads
    ])
