def mean_pool(X, mask):
    return attention_pool(mask / mask.sum(-1, keepdims=True), X)
