"""The face of the engine: the words that a lab declares its questions with.

A lab imports from here and from nowhere else.
"""

from autograder.course.lab import module_at, reference
from autograder.course.oracle import substituted
from autograder.course.question import OMIT, Accepted, Case, Draw, FreeText, Mistake, Question, Training
from autograder.judge.checks import (
    agrees,
    distinct,
    feels_position,
    follows_permutation,
    reaches,
    reproducible,
    rows_sum_to_one,
    rows_sum_to_zero,
    shape,
    spread,
    unchanged,
    zero_where,
)
from autograder.judge.figures import labels_words, shows_histogram, shows_matrix, shows_values

__all__ = [
    "OMIT",
    "Accepted",
    "Case",
    "Draw",
    "FreeText",
    "Mistake",
    "Question",
    "Training",
    "agrees",
    "distinct",
    "feels_position",
    "follows_permutation",
    "labels_words",
    "module_at",
    "reaches",
    "reference",
    "reproducible",
    "rows_sum_to_one",
    "rows_sum_to_zero",
    "shape",
    "shows_histogram",
    "shows_matrix",
    "shows_values",
    "spread",
    "substituted",
    "unchanged",
    "zero_where",
]
