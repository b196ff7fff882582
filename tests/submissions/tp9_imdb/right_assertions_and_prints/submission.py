def mean_pool(X, mask):
    assert X.ndim == 3 and mask.shape == X.shape[:2], "formes inattendues"
    print("mean_pool", X.shape)
    return np.sum(X * mask[:, :, None], axis=1) / np.sum(mask, axis=1)[:, None]

def masked_softmax(scores, mask):
    print(scores.shape, mask.shape)
    s = np.where(mask > 0, scores, -np.inf)
    e = np.exp(s - s.max(1, keepdims=True))
    P = e / e.sum(1, keepdims=True)
    assert P.shape == scores.shape
    return P

def accuracy(logits, y):
    taux = np.mean(np.argmax(logits, axis=1) == y)
    print(f"taux : {taux:.1%}")
    return taux
