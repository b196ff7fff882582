"""TP4, exercise 2: the inputs that its questions share.

Sizes are pairwise distinct; words, queries, keys, values and outputs are of unit variance.

Composed questions call `lab.…`, the functions that carried errors replace; mistakes that start from a
question's own answer call `lab.own.…`, which stays the lab's.
"""

from pathlib import Path

from autograder import Case, module_at

common = module_at(Path(__file__).parent.parent / "common.py")


def heads_of(draw):
    """Return h triplets (W_Q, W_K, W_V), each matrix (d, d_head)."""
    return [tuple(common.scaled_down("d d_head")(draw) for _ in range(3)) for _ in range(draw.size("h"))]


def words_of(draw):
    return draw.normal("n d")


def reversed_words_of(draw):
    """Return the same words, last first; the other inputs must be drawn after them, by functions too."""
    return words_of(draw)[::-1]


one_head = Case("quelques mots", n=5, d=8, d_head=3)
several_heads = Case("quelques mots", n=5, d=8, d_head=3, h=2, d_model=7, d_in=6)
words_reversed = Case("les mêmes mots, à l'envers", like=several_heads, X=reversed_words_of)
