import numpy as np

def tokenize(sentence):
    return sentence.split()

def attention_scores(Q, K):
    return (Q @ K.T

def softmax(S):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
