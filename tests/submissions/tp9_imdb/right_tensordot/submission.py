def linear(T, W, b):
    return np.tensordot(T, W, axes=1) + b

def attention_weights(X, mask, q):
    return masked_softmax(np.tensordot(X, q, axes=([2], [0])), mask)

def values(X, W_v, b_v):
    return np.maximum(np.tensordot(X, W_v, axes=1) + b_v, 0.0)
