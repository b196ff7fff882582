def softmax(z, mask):
    z = np.where(mask > 0, z, -1e9)
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def masked_softmax(scores, mask):
    p = softmax(scores, mask)
    return softmax(p, mask)
