# -*- coding: utf-8 -*-
import numpy as np

def tokenize(sentence):
    return sentence.strip(".").split()

def create_embeddings(tokens, d_embedding, rng):
    X = rng.standard_normal((len(tokens), d_embedding))
    print "embeddings :", X.shape
    return X

def project_qkv(X, W_Q, W_K, W_V):
    return X.dot(W_Q), X.dot(W_K), X.dot(W_V)

def attention_scores(Q, K):
    return Q.dot(K.T)

def softmax(S):
    out = []
    for i in xrange(S.shape[0]):
        e = np.exp(S[i])
        out.append(e / e.sum())
    return np.array(out)

tokens = tokenize("Le chat noir dort.")
print tokens
