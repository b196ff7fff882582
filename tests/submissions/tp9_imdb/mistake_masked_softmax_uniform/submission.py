def masked_softmax(scores, mask):
    n = mask.sum(axis=1)
    return mask / n[:, None]
