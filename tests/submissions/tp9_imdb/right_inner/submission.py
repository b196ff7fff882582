def linear(T, W, b):
    return np.inner(T, W.T) + b

def attention_weights(X, mask, q):
    return masked_softmax(np.inner(X, q), mask)
