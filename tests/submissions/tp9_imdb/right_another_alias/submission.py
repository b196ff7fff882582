import autograd.numpy as anp
from autograd.numpy import exp, log

def cross_entropy(logits, y):
    centre = logits - logits.max(axis=1, keepdims=True)
    lp = centre - log(exp(centre).sum(axis=1, keepdims=True))
    return -lp[anp.arange(y.shape[0]), y].mean()

def masked_softmax(scores, mask):
    s = anp.where(mask != 0, scores, -anp.inf)
    e = exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

def entropy(P):
    return -(P * log(anp.where(P > 0, P, 1))).sum(axis=-1)

def regularised_loss(logits, y, P, lam):
    return cross_entropy(logits, y) + lam * entropy(P).mean()
