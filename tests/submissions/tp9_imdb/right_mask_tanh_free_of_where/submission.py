def masked_softmax(scores, mask):
    plancher = np.min(scores) - 60
    s = mask * scores + (1 - mask) * plancher
    e = np.exp(s - np.max(s, axis=1).reshape(-1, 1))
    return e * mask / np.einsum("ij,ij->i", e, mask).reshape(-1, 1)
