def attention_weights(X, mask, q):
    return masked_softmax(np.einsum(X, [0, 1, 2], q, [2], [0, 1]), mask)

def attention_pool(P, V):
    return np.einsum(P, [0, 1], V, [0, 1, 2], [0, 2])
