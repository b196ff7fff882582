def masked_softmax(scores, mask):
    s = np.where(mask > 0.5, scores, np.min(scores) - 100.0)
    ecarts = s[:, np.newaxis, :] - s[:, :, np.newaxis]
    return mask / np.sum(np.exp(np.minimum(ecarts, 300)) * mask[:, np.newaxis, :], axis=2)
