def masked_softmax(scores, mask):
    z = np.where(mask > 0, scores, -1e9)
    z = z - np.max(z, axis=1, keepdims=True)
    return np.exp(z)
