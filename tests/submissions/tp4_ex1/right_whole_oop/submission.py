from __future__ import annotations

import abc
from collections import namedtuple
from dataclasses import dataclass, field
from enum import Enum

import matplotlib.pyplot as plt
import numpy as np
import torch.nn as nn  # pour comparer, à la maison


class Etape(Enum):
    PROJECTION = "projection"
    SCORES = "scores"


Sortie = namedtuple("Sortie", "output A")


class Couche(abc.ABC):
    @abc.abstractmethod
    def forward(self, *entrees): ...

    def __call__(self, *entrees):
        return self.forward(*entrees)


class Softmax(Couche):
    def forward(self, S):
        S = np.asarray(S)
        e = np.exp(S - S.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)


@dataclass
class Lineaire(Couche):
    W: np.ndarray

    def forward(self, X):
        return X @ self.W


@dataclass
class Attention(Couche):
    q: Lineaire
    k: Lineaire
    v: Lineaire
    activation: Softmax = field(default_factory=Softmax)
    historique: list = field(default_factory=list, repr=False)

    @classmethod
    def depuis(cls, *matrices):
        return cls(*map(Lineaire, matrices))

    @property
    def couches(self):
        return self.q, self.k, self.v

    def forward(self, X):
        Q, K, V = (couche(X) for couche in self.couches)
        A = self.activation(Q @ K.T)
        self.historique.append(A)
        return Sortie(A @ V, A)


class Tete(nn.Module):
    """Version torch, non rendue."""


class Phrase(str):
    def mots(self):
        return self.rstrip(" .").split()


def tokenize(sentence):
    return Phrase(sentence).mots()


def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding))


def init_weights(d_embedding, d_head, rng):
    return tuple(rng.standard_normal((d_embedding, d_head)) for _ in range(3))


def project_qkv(X, W_Q, W_K, W_V):
    return tuple(couche(X) for couche in Attention.depuis(W_Q, W_K, W_V).couches)


def attention_scores(Q, K):
    return Lineaire(K.T)(Q)


def softmax(S):
    return Softmax()(S)


def weighted_output(A, V):
    return Lineaire(V)(A)


def self_attention(X, W_Q, W_K, W_V):
    return Attention.depuis(W_Q, W_K, W_V)(X)


class Figure:
    def __init__(self, mots):
        self.mots = mots
        self.fig, self.axes = plt.subplots(1, 2)

    def poids(self, A):
        ax = self.axes[0]
        ax.imshow(A)
        for axe in (ax.xaxis, ax.yaxis):
            axe.set_ticks(range(len(self.mots)), self.mots)
        return self

    def sortie(self, output):
        self.axes[1].matshow(output)
        return self


def show_results(tokens, A, output):
    return Figure(tokens).poids(A).sortie(output).fig
