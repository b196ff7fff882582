import numpy as np
import matplotlib.pyplot as plt
from scipy.special import softmax as sm


def tokenize(sentence):
    return sentence.rstrip(".").split(" ")


def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding)) * 0.1


def init_weights(d_embedding, d_head, rng):
    return [rng.standard_normal((d_embedding, d_head)) for i in range(3)]


def project_qkv(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X @ W_V


def attention_scores(Q, K):
    return K @ Q.T


def softmax(S):
    return sm(S, axis=1)


def weighted_output(A, V):
    return A @ V


def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(Q @ K.T)
    return A @ V, A


def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A.T)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    return fig
