def masked_softmax(scores, mask):
    s = np.where(mask == 0, -np.inf, scores)
    return np.exp(s - s.max(1)[:, None]) / np.exp(s - s.max(1)[:, None]).sum(1)[:, None]
