def attention_weights(X, mask, q):
    B = len(X)
    s = np.einsum('bld,d->l', X, q)
    return masked_softmax(np.array([s for _ in range(B)]), mask)
