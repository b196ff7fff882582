"""TP4, exercice 1. Version avec une classe."""
from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np


def tokenize(sentence: str) -> list[str]:
    return sentence.replace(".", " .").split()


def create_embeddings(tokens: list[str], d_embedding: int, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal((len(tokens), d_embedding))


def init_weights(d_embedding: int, d_head: int, rng: np.random.Generator):
    return tuple(rng.standard_normal((d_embedding, d_head)) for _ in "QKV")


@dataclass
class Attention:
    W_Q: np.ndarray
    W_K: np.ndarray
    W_V: np.ndarray

    def project(self, X):
        return X @ self.W_Q, X @ self.W_K, X @ self.W_V

    @staticmethod
    def scores(Q, K):
        return Q @ K.T

    @staticmethod
    def softmax(S):
        e = np.exp(S - S.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def __call__(self, X):
        Q, K, V = self.project(X)
        A = self.softmax(self.scores(Q, K))
        return A @ V, A


def project_qkv(X, W_Q, W_K, W_V):
    return Attention(W_Q, W_K, W_V).project(X)


attention_scores = Attention.scores
softmax = Attention.softmax


def weighted_output(A, V):
    return A @ V


def self_attention(X, W_Q, W_K, W_V):
    return Attention(W_Q, W_K, W_V)(X)


def show_results(tokens, A, output):
    fig, (gauche, droite) = plt.subplots(ncols=2)
    gauche.pcolormesh(A)
    gauche.set_xticks(np.arange(len(tokens)) + 0.5, tokens)
    gauche.set_yticks(np.arange(len(tokens)) + 0.5, tokens)
    gauche.invert_yaxis()
    for token, vecteur in zip(tokens, output):
        droite.plot(vecteur, marker="o", label=token)
    droite.legend()
    return fig
