from autograd.numpy import *

def mean_pool(X, mask):
    return sum(X * mask[:, :, newaxis], axis=1) / sum(mask, axis=1, keepdims=True)

def cross_entropy(logits, y):
    s = logits - max(logits, axis=1, keepdims=True)
    return mean(log(sum(exp(s), axis=1)) - s[arange(len(y)), y])

def masked_softmax(scores, mask):
    s = where(mask > 0, scores, -inf)
    e = exp(s - max(s, axis=1, keepdims=True))
    return e / sum(e, axis=1, keepdims=True)

def values(X, W_v, b_v):
    return maximum(matmul(X, W_v) + b_v, 0)
