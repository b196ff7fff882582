def attention_weights(X, mask, q):
    scores = (X @ q).copy()
    return masked_softmax(scores, mask)
