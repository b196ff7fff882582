import re
from typing import List, Tuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

Matrice = np.ndarray


def tokenize(sentence: str) -> List[str]:
    """Les mots en minuscules, sans ponctuation."""
    return re.findall(r"\w+", sentence.lower())


def create_embeddings(tokens: List[str], d_embedding: int, rng) -> Matrice:
    return rng.standard_normal(size=(len(tokens), d_embedding))


def init_weights(d_embedding: int, d_head: int, rng) -> Tuple[Matrice, Matrice, Matrice]:
    def tirage() -> Matrice:
        return rng.standard_normal(size=(d_embedding, d_head))

    return tirage(), tirage(), tirage()


def project_qkv(X: Matrice, W_Q: Matrice, W_K: Matrice, W_V: Matrice):
    return tuple(X @ W for W in (W_Q, W_K, W_V))


def attention_scores(Q: Matrice, K: Matrice) -> Matrice:
    return Q @ K.transpose()


def softmax(S: Matrice) -> Matrice:
    exponentielles = np.exp(S - S.max(axis=-1, keepdims=True))
    return exponentielles / exponentielles.sum(axis=-1, keepdims=True)


def weighted_output(A: Matrice, V: Matrice) -> Matrice:
    return A @ V


def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return weighted_output(A, V), A


def show_results(tokens: List[str], A: Matrice, output: Matrice) -> Figure:
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    axes[0].imshow(A, vmin=0, vmax=1)
    axes[0].set_xticks(range(len(tokens)), labels=tokens)
    axes[0].set_yticks(range(len(tokens)), labels=tokens)
    for i in range(len(tokens)):
        for j in range(len(tokens)):
            axes[0].text(j, i, f"{A[i, j]:.2f}", ha="center", color="w")
    axes[1].imshow(output, aspect="auto")
    axes[1].set_yticks(range(len(tokens)), labels=tokens)
    return figure
