def attention_weights(X, mask, q):
    scores = np.exp(X @ q)
    return masked_softmax(scores, mask)
