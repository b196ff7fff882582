from __future__ import annotations
import functools
import time
from typing import List, Tuple
from numpy.typing import NDArray

def chronometre(f):
    @functools.wraps(f)
    def mesuree(*args, **kwargs):
        debut = time.perf_counter()
        resultat = f(*args, **kwargs)
        mesuree.duree = time.perf_counter() - debut
        return resultat
    return mesuree

@chronometre
def masked_softmax(s: NDArray, m: NDArray | None = None, *, axe: int = 1) -> NDArray:
    if m is None:
        m = np.ones_like(s)
    s = np.where(m > 0, s, -np.inf)
    e = np.exp(s - np.max(s, axis=axe, keepdims=True))
    return e / np.sum(e, axis=axe, keepdims=True)

@chronometre
def entropy(P: NDArray, base: float = np.e, eps: float = 1e-12) -> NDArray:
    return -np.sum(P * np.log(P + eps), axis=1) / np.log(base)

def top_words(p: NDArray, words: List[str], k: int = 5) -> List[Tuple[str, float]]:
    return [(words[i], p[i]) for i in sorted(range(len(p)), key=p.__getitem__, reverse=True)[:k]]

def regularised_loss(logits, y, P, lam: float = 0.0) -> float:
    return cross_entropy(logits, y) + (lam * np.mean(entropy(P)) if lam else 0.0)
