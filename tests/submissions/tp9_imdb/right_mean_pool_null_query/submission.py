def mean_pool(X, mask):
    return attention_pool(attention_weights(X, mask, np.zeros(X.shape[-1])), X)
