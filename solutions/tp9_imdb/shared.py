"""TP9: the inputs that its questions share, and functions that more than one mistake is made of.

Sizes are pairwise distinct, lengths unequal, one text of full length; padding is finite and never zero.

Composed questions call `lab.…`, the functions that carried errors replace; mistakes that start from a
question's own answer call `lab.own.…`, which stays the lab's.
"""

from pathlib import Path

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, Mistake, module_at, reference

lab = reference(__file__)
common = module_at(Path(__file__).parent.parent / "common.py")

PADDING_ATTENDED = "Le remplissage reçoit de l'attention."

# The headings of the handout.
Q1 = "Question 1 : le modèle de base"
Q2 = "Question 2 : une attention simple"
Q3 = "Question 3 : la question et la valeur"
TRAINING = "Entraînement"
Q4 = "Question 4 (bonus) : des plongements contextualisés"
Q5 = "Question 5 (bonus) : forcer l'attention à choisir"


# The sizes of a case in each table. A mask, a question of zeros, one word with all the weight have so few
# values that the hidden ones would be the public ones if they had the same shape.
SIZES = {
    "public": {"B": 3, "L": 5, "d": 4, "k": 6, "m": 7, "classes": 2, "n0": 3, "n1": 5, "n2": 2},
    "hidden": {"B": 4, "L": 7, "d": 9, "k": 6, "m": 8, "classes": 2, "n0": 4, "n1": 7, "n2": 2, "n3": 5},
}


def mask_of(draw):
    """Return a mask (B, L): the text of row i has n_i words."""
    lengths = np.array([draw.size(f"n{row}") for row in range(draw.size("B"))])
    return (np.arange(draw.size("L")) < lengths[:, None]).astype(float)


def everywhere(draw):
    return np.ones((draw.size("B"), draw.size("L")))


def padded(dims, factor):
    """Return a draw of standard normal words, padding `factor` times larger."""

    def words(draw):
        values, mask = draw.normal(dims), mask_of(draw)
        return values * np.where(mask > 0, 1.0, factor).reshape(mask.shape + (1,) * (values.ndim - 2))

    return words


words_of = padded("B L d", 1e3)
# Small enough that multiplying by the mask and normalising again is right too: exp does not underflow.
keys_of = padded("B L d", 3.0)


def scores_of(draw):
    """Return scores, the larger ones at the padding."""
    return draw.normal("B L") + 3.0 * (1 - mask_of(draw))


def weights_of(draw):
    """Return the weights (B, L) of every text, 0 at the padding."""
    return lab.own.masked_softmax(draw.normal("B L"), mask_of(draw))


def first_row(function):
    return lambda draw: function(draw)[:1]


def backwards(function):
    return lambda draw: function(draw)[:, ::-1].copy()


def longer(function, value):
    """Return what the function draws, with two more positions of padding, filled with `value`."""

    def padded_more(draw):
        short = function(draw)
        return np.concatenate([short, np.full((len(short), 2, *short.shape[2:]), value)], axis=1)

    return padded_more


def classes_of(draw):
    """Return classes 0 and 1, one more often than the other."""
    return np.array([1, 0, 1, 1])[: draw.size("B")]


some_texts = Case("quelques textes", **SIZES)
text_alone = Case("un seul texte", like=some_texts, X=first_row(keys_of), mask=first_row(mask_of))
more_padding = Case(
    "avec plus de remplissage", like=some_texts, X=longer(keys_of, 2.5), mask=longer(mask_of, 0.0)
)
equal_lengths = Case("textes de même longueur", mask=everywhere, **SIZES)
words_reversed = Case("les mêmes mots, à l'envers", like=equal_lengths, X=backwards(keys_of))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def relu(a):
    return np.maximum(a, 0)


def softmax(scores, axis=-1):
    """Return a softmax along an axis, or over the whole array where it is None."""
    e = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def unmasked_softmax(scores, mask):
    return lab.masked_softmax(scores, np.ones_like(scores))


def softmax_of_softmax(scores, mask):
    return lab.masked_softmax(lab.masked_softmax(scores, mask), mask)


def no_mask(answer):
    """Return the mistake of an attention whose softmax does not receive the mask."""
    return Mistake("no_mask", answer, PADDING_ATTENDED, "Le masque n'arrive pas jusqu'à la softmax.")
