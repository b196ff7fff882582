def masked_softmax(scores, mask):
    numerateur = np.exp(scores - np.max(scores, 1, keepdims=True)) * mask
    return numerateur / np.sum(numerateur, 1, keepdims=True)
