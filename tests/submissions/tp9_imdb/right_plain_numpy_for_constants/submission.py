import numpy as onp

def mean_pool(X, mask):
    return onp.einsum("bld,bl->bd", X, mask) / onp.sum(mask, axis=1, keepdims=True)

def accuracy(logits, y):
    return onp.asarray(onp.argmax(logits, axis=1) == y).mean()

def masked_softmax(scores, mask):
    penalite = onp.where(mask > 0, 0.0, -1e6)
    e = np.exp(scores + penalite - np.max(scores + penalite, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def top_words(p, words, k):
    return [(words[i], p[i]) for i in onp.argsort(-onp.asarray(p), kind="stable")[:k]]

def gru_states(X, mask, params):
    h, etats = onp.zeros((X.shape[0], params["U_z"].shape[0])), []
    for t in range(X.shape[1]):
        h = np.where(mask[:, [t]] > 0, gru_step(X[:, t, :], h, params), h)
        etats.append(h)
    return np.stack(etats, axis=1)
