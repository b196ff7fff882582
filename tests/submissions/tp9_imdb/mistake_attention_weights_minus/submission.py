def attention_weights(X, mask, q):
    # log p = cte - q.x
    return masked_softmax(-np.matmul(X, q), mask)
