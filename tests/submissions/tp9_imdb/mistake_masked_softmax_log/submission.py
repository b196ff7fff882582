def masked_softmax(scores, mask):
    # log p = constante + score
    z = np.where(mask > 0, scores, -1e9)
    m = np.max(z, axis=1, keepdims=True)
    constante = -m - np.log(np.sum(np.exp(z - m), axis=1, keepdims=True))
    return (scores + constante) * mask
