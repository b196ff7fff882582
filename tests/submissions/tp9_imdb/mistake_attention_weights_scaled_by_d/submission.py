def attention_weights(X, mask, q):
    return masked_softmax(X @ q / len(q), mask)
