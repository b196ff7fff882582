def attention_weights(X, mask, q):
    scores = np.sum(X * q, axis=2)
    return scores * mask
