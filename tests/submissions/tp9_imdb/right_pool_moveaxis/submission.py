def attention_pool(P, V):
    return (np.moveaxis(V, 1, 2) @ P[:, :, None])[:, :, 0]

def attention_weights(X, mask, q):
    return masked_softmax((q[None, None] @ X.swapaxes(1, 2))[:, 0], mask)
