"""TP4, exercise 2: what its questions share: inputs.

Sizes are pairwise distinct; words, queries, keys, values and outputs are of unit variance.
"""

import numpy as np

from autograder import Case, reference

lab = reference(__file__)

# The lab's own functions, under names that carried errors do not replace: a question's readings are
# written with its own function from here, and with the functions that it uses as `lab.…`.
waves, one_head, side_by_side, weigh = (
    lab.positional_encoding, lab.attention_head, lab.multi_head_attention, lab.softmax,
)  # fmt: skip


def matrix(dims):
    """A matrix of the named dimensions that keeps the variance of what it multiplies.

    Larger ones would saturate the softmax, and blow up what a student rounded further up.
    """
    return lambda draw: draw.normal(dims) / np.sqrt(draw.size(dims.split()[0]))


def heads_of(draw):
    """h triplets (W_Q, W_K, W_V), each matrix (d, d_head)."""
    return [tuple(matrix("d d_head")(draw) for _ in range(3)) for _ in range(draw.size("h"))]


def words_of(draw):
    return draw.normal("n d")


def reversed_words(draw):
    """The same words, last first; the other inputs must be drawn after them, by functions too."""
    return words_of(draw)[::-1]


one = [Case("quelques mots", n=5, d=8, d_head=3)]
several = Case("quelques mots", n=5, d=8, d_head=3, h=2, d_model=7, d_in=6)
backwards = Case("les mêmes mots, à l'envers", like=several, X=reversed_words)
