def linear(T, W, b):
    return np.add(np.dot(T, W), b)

def attention_weights(X, mask, q):
    return masked_softmax(np.dot(X, q), mask)

def values(X, W_v, b_v):
    A = np.dot(X, W_v) + b_v
    return A * (A > 0)
