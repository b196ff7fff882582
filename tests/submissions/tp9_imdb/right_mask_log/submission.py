def masked_softmax(scores, mask):
    z = scores + np.log(mask + 1e-45)
    z = z - np.max(z, axis=1, keepdims=True)
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)
