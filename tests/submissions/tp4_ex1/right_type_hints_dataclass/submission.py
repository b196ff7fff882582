from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Resultat(NamedTuple):
    output: Array
    A: Array


@dataclass(frozen=True)
class Tete:
    W_Q: Array
    W_K: Array
    W_V: Array

    def projections(self, X: Array) -> tuple[Array, Array, Array]:
        return X @ self.W_Q, X @ self.W_K, X @ self.W_V


def tokenize(sentence: str) -> list[str]:
    return sentence.removesuffix(".").split()


def project_qkv(X: Array, W_Q: Array, W_K: Array, W_V: Array) -> tuple[Array, Array, Array]:
    return Tete(W_Q, W_K, W_V).projections(X)


def self_attention(X: Array, W_Q: Array, W_K: Array, W_V: Array) -> Resultat:
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A: Array = softmax(attention_scores(Q, K))
    return Resultat(output=weighted_output(A, V), A=A)
