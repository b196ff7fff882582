# TP4 ex1 - elif
import numpy as np
import matplotlib.pyplot as plt

def tokenize(sentence):
    mots = []
    mot = ""
    for c in sentence:
        if c == " " or c == ".":
            if mot != "":
                mots.append(mot)
            mot = ""
        else:
            mot = mot + c
    if mot != "":
        mots.append(mot)
    return mots

def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding))

def init_weights(d_embedding, d_head, rng):
    W_Q = rng.standard_normal((d_embedding, d_head))
    W_K = rng.standard_normal((d_embedding, d_head))
    W_V = rng.standard_normal((d_embedding, d_head))
    return W_Q, W_K, W_V

def project_qkv(X, W_Q, W_K, W_V):
    Q = np.dot(X, W_Q)
    K = np.dot(X, W_K)
    V = np.dot(X, W_V)
    return Q, K, V

def attention_scores(Q, K):
    S = np.zeros((len(Q), len(K)))
    for i in range(len(Q)):
        for j in range(len(K)):
            S[i][j] = sum(Q[i] * K[j])
    return S

def softmax(S):
    A = np.zeros(S.shape)
    for i in range(len(S)):
        e = np.exp(S[i] - np.max(S[i]))
        A[i] = e / np.sum(e)
    return A

def weighted_output(A, V):
    output = np.zeros((len(A), V.shape[1]))
    for i in range(len(A)):
        j = 0
        while j < len(V):
            output[i] = output[i] + A[i][j] * V[j]
    return output

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = softmax(S)
    return A @ V, A

def show_results(tokens, A, output):
    fig = plt.figure()
    ax = fig.add_subplot(121)
    ax.imshow(A)
    ax.set_xticks(range(len(tokens)))
    ax.set_xticklabels(tokens)
    ax.set_yticks(range(len(tokens)))
    ax.set_yticklabels(tokens)
    ax = fig.add_subplot(122)
    ax.imshow(output)
    return fig
