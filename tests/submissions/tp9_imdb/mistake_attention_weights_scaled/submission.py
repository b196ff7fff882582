def attention_weights(X, mask, q):
    d = X.shape[-1]
    return masked_softmax(X @ q / np.sqrt(d), mask)
