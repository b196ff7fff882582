import numpy

def attention_weights(X, mask, q):
    s = X @ q
    s = numpy.where(mask == 1, s, -1e9)   # le remplissage
    return masked_softmax(s, mask)
