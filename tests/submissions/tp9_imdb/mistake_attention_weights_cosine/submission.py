def attention_weights(X, mask, q):
    norme_x = np.sqrt(np.sum(X * X, axis=-1))
    norme_q = np.sqrt(np.sum(q * q))
    cos = (X @ q) / (norme_x * norme_q)
    return masked_softmax(cos, mask)
