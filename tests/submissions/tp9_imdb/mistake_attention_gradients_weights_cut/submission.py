def attention_weights(X, mask, q):
    P = masked_softmax(X @ q, mask)
    return np.round(P, 5)
