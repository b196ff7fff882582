def masked_softmax(scores, mask):
    return np.exp(scores) * mask
