def show_results(tokens, A, output):
    figure = dessine_poids(tokens, A)
    figure.text(0, 0, str(output))
    return figure

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return weighted_output(A, V), A

weighted_output = produit
OPTIONS = {"axis": 1, "keepdims": True}

def softmax(S):
    e = np.exp(S - S.max(**OPTIONS))
    return e / e.sum(**OPTIONS)

def attention_scores(Q, K):
    return produit(Q, K.T)

def project_qkv(X, W_Q, W_K, W_V):
    return produit(X, W_Q), produit(X, W_K), produit(X, W_V)

def init_weights(d_embedding, d_head, rng):
    return [tirage(d_embedding, d_head, rng) for _ in range(3)]

def create_embeddings(tokens, d_embedding, rng):
    return tirage(len(tokens), d_embedding, rng)

def tokenize(sentence):
    return re.split(" ", re.sub(r"\.", "", sentence))

def tirage(lignes, colonnes, rng):
    return rng.standard_normal((lignes, colonnes))

def produit(A, B):
    return np.matmul(A, B)

def dessine_poids(tokens, A):
    figure, ax = plt.subplots()
    ax.imshow(A)
    ax.set_xticks(range(len(tokens)), tokens)
    ax.set_yticks(range(len(tokens)), tokens)
    return figure

import re
import numpy as np
import matplotlib.pyplot as plt
