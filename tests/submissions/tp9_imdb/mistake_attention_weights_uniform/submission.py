def attention_weights(X, mask, q):
    return masked_softmax(np.zeros(mask.shape), mask)
