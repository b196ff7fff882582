def attention_weights(X, mask, q):
    return X @ q
