from typing import NamedTuple

class Sortie(NamedTuple):
    textes: np.ndarray
    poids: np.ndarray

def text_attention(X, mask, W_q, b_q, W_v, b_v):
    P = masked_softmax(np.einsum("bld,bd->bl", X, text_query(X, mask, W_q, b_q)), mask)
    return Sortie(poids=P, textes=attention_pool(P, values(X, W_v, b_v)))
