from numpy import *
from matplotlib.pyplot import *

def softmax(S):
    e = exp(S - amax(S, axis=1, keepdims=True))
    return e / sum(e, axis=1, keepdims=True)

def weighted_output(A, V):
    return dot(A, V)
