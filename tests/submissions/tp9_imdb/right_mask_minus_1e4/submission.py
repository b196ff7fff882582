def masked_softmax(scores, mask):
    bas = np.where(mask.astype(bool), scores, -1e4)
    bas = bas - np.amax(bas, axis=1, keepdims=True)
    return np.exp(bas) / np.exp(bas).sum(axis=1, keepdims=True)
