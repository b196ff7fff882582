#%% imports
import numpy as np
import matplotlib.pyplot as plt

#%% tokens
def tokenize(sentence):
    for signe in ".,!?":
        sentence = sentence.replace(signe, " " + signe)
    return sentence.split()

#%% embeddings
def create_embeddings(tokens, d_embedding, rng):
    n = len(tokens)
    return rng.standard_normal(n * d_embedding).reshape(n, d_embedding)

#%% poids
def init_weights(d_embedding, d_head, rng):
    W = rng.standard_normal((3, d_embedding, d_head))
    return W[0], W[1], W[2]

#%% projections
def project_qkv(X, W_Q, W_K, W_V):
    return (W_Q.T @ X.T).T, (W_K.T @ X.T).T, (W_V.T @ X.T).T

#%% scores
def attention_scores(Q, K):
    return np.tensordot(Q, K, axes=(1, 1))

#%% softmax
def softmax(S):
    e = np.exp(np.subtract(S.T, np.max(S, axis=1)))
    return np.divide(e, np.sum(e, axis=0)).T

#%% sortie
def weighted_output(A, V):
    return np.sum(A[:, :, None] * V[None, :, :], axis=1)

#%% tout
def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    poids = softmax(attention_scores(Q, K))
    sortie = weighted_output(poids, V)
    return sortie, poids

#%% figure
def show_results(tokens, A, output):
    fig, axs = plt.subplot_mosaic([["A", "sortie"]])
    axs["A"].pcolormesh(A)
    axs["A"].set_xticks(np.arange(len(tokens)) + .5, tokens)
    axs["A"].set_yticks(np.arange(len(tokens)) + .5, tokens)
    axs["sortie"].pcolormesh(output)
    return fig
