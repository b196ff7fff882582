from functools import partial, reduce, wraps
from itertools import starmap
from operator import matmul
from typing import Callable, List, Tuple

import matplotlib.pyplot as plt
import numpy as np
from numpy.random import Generator

Matrice = np.ndarray
Fonction = Callable[..., Matrice]


def compose(*fonctions: Fonction) -> Fonction:
    return reduce(lambda f, g: lambda *a: g(f(*a)), fonctions)


def verifie(ndim: int):
    def decorateur(f):
        @wraps(f)
        def interne(*args):
            if any(np.ndim(a) != ndim for a in args):
                raise TypeError(f"{f.__name__} : {ndim} dimensions attendues")
            return f(*args)
        return interne
    return decorateur


def tokenize(sentence: str) -> List[str]:
    return [*filter(str.isalpha, sentence.replace(".", " ").split())]


create_embeddings: Fonction = lambda tokens, d_embedding, rng: rng.standard_normal((len(tokens), d_embedding))


def init_weights(d_embedding: int, d_head: int, rng: Generator) -> Tuple[Matrice, ...]:
    tirage = partial(rng.standard_normal, (d_embedding, d_head))
    return tuple(tirage() for _ in range(3))


def project_qkv(X: Matrice, *poids: Matrice) -> Tuple[Matrice, ...]:
    return tuple(starmap(matmul, ((X, W) for W in poids)))


@verifie(2)
def attention_scores(Q: Matrice, K: Matrice) -> Matrice:
    return matmul(Q, K.T)


decale = lambda S: S - np.amax(S, axis=-1, keepdims=True)
normalise = lambda E: E / np.sum(E, axis=-1, keepdims=True)
softmax = compose(decale, np.exp, normalise)
weighted_output = verifie(2)(np.matmul)


def self_attention(X: Matrice, W_Q: Matrice, W_K: Matrice, W_V: Matrice) -> Tuple[Matrice, Matrice]:
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    return weighted_output(A := softmax(attention_scores(Q, K)), V), A


def show_results(tokens: List[str], A: Matrice, output: Matrice) -> plt.Figure:
    match plt.subplots(1, 2, layout="tight"):
        case (fig, axes):
            ax1, ax2 = axes
            ax1.imshow(A)
            [reglage(range(len(tokens)), tokens) for reglage in (ax1.set_xticks, ax1.set_yticks)]
            ax2.imshow(output)
            return fig
