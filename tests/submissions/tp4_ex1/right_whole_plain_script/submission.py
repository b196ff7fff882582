#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""TP4 - exercice 1 : self-attention
Auteurs : Inès B. et Théo L. (groupe 3)
"""
import argparse
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

D_EMBEDDING = 4
D_HEAD = 2
PHRASE = "Le chat noir dort."


def tokenize(sentence):
    """Découpe la phrase ; le point final n'est pas gardé."""
    if sentence[-1] == ".":
        sentence = sentence[:-1]
    return sentence.split(" ")


def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal(size=(len(tokens), d_embedding))


def init_weights(d_embedding, d_head, rng):
    W_Q, W_K, W_V = [rng.standard_normal((d_embedding, d_head)) for _ in range(3)]
    return W_Q, W_K, W_V


def project_qkv(X, W_Q, W_K, W_V):
    Q = np.dot(X, W_Q)
    K = np.dot(X, W_K)
    V = np.dot(X, W_V)
    return Q, K, V


def attention_scores(Q, K):
    return np.dot(Q, np.transpose(K))


def softmax(S):
    maxi = np.max(S, axis=1)
    exp_S = np.exp(S - maxi[:, np.newaxis])
    return exp_S / np.sum(exp_S, axis=1)[:, np.newaxis]


def weighted_output(A, V):
    return np.dot(A, V)


def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    S = attention_scores(Q, K)
    A = softmax(S)
    return weighted_output(A, V), A


def show_results(tokens, A, output):
    fig, ax = plt.subplots(nrows=1, ncols=2, figsize=(10, 4))
    im = ax[0].imshow(A, cmap="Reds", vmin=0)
    ax[0].set_xticks(np.arange(len(tokens)), labels=tokens)
    ax[0].set_yticks(np.arange(len(tokens)), labels=tokens)
    ax[0].set_title("Poids")
    fig.colorbar(im, ax=ax[0])
    ax[1].imshow(output, cmap="coolwarm")
    ax[1].set_yticks(np.arange(len(tokens)), labels=tokens)
    return fig


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    rng = np.random.default_rng(args.seed)
    tokens = tokenize(PHRASE)
    X = create_embeddings(tokens, D_EMBEDDING, rng)
    sortie, poids = self_attention(X, *init_weights(D_EMBEDDING, D_HEAD, rng))
    print(sortie)
    show_results(tokens, poids, sortie).savefig("resultat.png")


if __name__ == "__main__":
    main(sys.argv[1:])
