def masked_softmax(scores, mask):
    z = np.where(mask > 0, scores, -1e9)
    maxi = np.max(z, axis=1, keepdims=True)
    return (z == maxi) * 1.0
