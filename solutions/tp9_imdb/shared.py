"""TP9: what its questions share: inputs, and functions that more than one mistake is made of.

Sizes are pairwise distinct, lengths unequal, one text of full length; padding is finite and never zero.
"""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, reference

lab = reference(__file__)


# The lab's own functions, under names that carried errors do not replace: a question's readings are
# written with its own function from here, and with the functions that it uses as `lab.…`.
mean, cost, soft, pool, disorder, best, turn, read = (
    lab.mean_pool, lab.cross_entropy, lab.masked_softmax, lab.attention_pool,
    lab.entropy, lab.top_words, lab.gru_step, lab.gru_states,
)  # fmt: skip

Q1, Q2, Q3 = "Question 1 : le modèle de base", "Question 2 : une attention simple", "Question 3 : la question et la valeur"
TRAINING = "Entraînement"
Q4, Q5 = "Question 4 (bonus) : des plongements contextualisés", "Question 5 (bonus) : forcer l'attention à choisir"



# One case in the sizes of each table: a mask, a question of zeros, one word with all the weight have so few
# values that the hidden ones would be the public ones if they had the same shape.
PUBLIC = {"B": 3, "L": 5, "d": 4, "k": 6, "m": 7, "classes": 2, "n0": 3, "n1": 5, "n2": 2}
HIDDEN = {"B": 4, "L": 7, "d": 9, "k": 6, "m": 8, "classes": 2, "n0": 4, "n1": 7, "n2": 2, "n3": 5}


TEXTS = {"public": PUBLIC, "hidden": HIDDEN}


def mask_of(draw):
    """(B, L): the text of row i has n_i words."""
    lengths = np.array([draw.size(f"n{row}") for row in range(draw.size("B"))])
    return (np.arange(draw.size("L")) < lengths[:, None]).astype(float)


def everywhere(draw):
    return np.ones((draw.size("B"), draw.size("L")))


def padded(dims, factor):
    """Standard normal words; padding is `factor` times larger."""
    def array(draw):
        values, mask = draw.normal(dims), mask_of(draw)
        return values * np.where(mask > 0, 1.0, factor).reshape(mask.shape + (1,) * (values.ndim - 2))
    return array


words_of = padded("B L d", 1e3)
# Masking by multiplying and normalising again is right as long as padding does not dwarf the words: exp underflows.
keys_of = padded("B L d", 3.0)


def scores_of(draw):
    """Scores, the larger ones at the padding."""
    return draw.normal("B L") + 3.0 * (1 - mask_of(draw))


def weights_of(draw):
    """(B, L): weights of every text, 0 at the padding."""
    return soft(draw.normal("B L"), mask_of(draw))


def first_row(function):
    return lambda draw: function(draw)[:1]


def backwards(function):
    return lambda draw: function(draw)[:, ::-1].copy()


def longer(function, value):
    """Two more positions of padding, filled with `value`."""
    def array(draw):
        short = function(draw)
        return np.concatenate([short, np.full((len(short), 2, *short.shape[2:]), value)], axis=1)
    return array


def scaled(dims):
    """An array that keeps the variance of what it multiplies: larger ones would saturate a softmax."""
    return lambda draw: draw.normal(dims) / np.sqrt(draw.size(dims.split()[0]))


def classes_of(draw):
    """0 and 1, one more often than the other."""
    return np.array([1, 0, 1, 1])[: draw.size("B")]


ordinary = Case("quelques textes", **TEXTS)
alone = Case("un seul texte", like=ordinary, X=first_row(keys_of), mask=first_row(mask_of))
more = Case("avec plus de remplissage", like=ordinary, X=longer(keys_of, 2.5), mask=longer(mask_of, 0.0))
equal = Case("textes de même longueur", mask=everywhere, **TEXTS)
turned = Case("les mêmes mots, à l'envers", like=equal, X=backwards(keys_of), mask=everywhere)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def relu(a):
    return np.maximum(a, 0)


def row_softmax(logits):
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def log_softmax(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
