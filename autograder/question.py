"""The vocabulary that a lab declares its questions with.

    ordinary = [Case("scores ordinaires", n=5, m=5)]
    Question("softmax", "Softmax ligne par ligne", call="softmax", inputs={"S": "n m"},
             reference=lab.softmax, checks=[shape(ordinary), agrees(ordinary)], mistakes=[...])

Dimensions are named, and their sizes are pairwise distinct, so that a transpose shows. Nothing here
runs a student's code, knows a lab, or holds points: those are in grading.toml.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from autograder.values import Seed

Function = Callable[..., Any]


class Draw:
    """The random stream of one input: one of its own for each (seed, question, case, input)."""

    def __init__(self, seed: int, question: str, case: Case, name: str) -> None:
        """Seed from stable hashes, never from `hash()`, which changes from run to run."""
        stream = case.like.title if case.like else case.title
        self.rng = np.random.default_rng([seed, crc32(f"{question}/{stream}/{name}".encode())])
        self.sizes = case.sizes
        self.shift = case.shift

    def size(self, name: str) -> int:
        """The size of a named dimension in this case."""
        return self.sizes[name]

    def normal(self, dims: str) -> Any:
        """A standard normal array of the named dimensions, plus the case's shift."""
        return self.rng.standard_normal([self.size(name) for name in dims.split()]) + self.shift

    def seed(self) -> Seed:
        """A fresh seed: the student's function receives `numpy.random.default_rng` of it."""
        return Seed(int(self.rng.integers(1, 2**31)))


class Case:
    """Named inputs of a question: sizes of the dimensions, a shift of the values, or values given as such.

    `only` is `hidden` or `public` for a case that the other table leaves out.
    """

    def __init__(
        self,
        title: str,
        *,
        shift: float = 0.0,
        only: str = "",
        like: Case | None = None,
        given: Mapping[str, Any] | None = None,
        **sizes: int,
    ) -> None:
        """`given` holds values, or functions of a Draw, in place of the question's own inputs.

        `like` is a case whose random stream this one shares: same seed, same draws.
        """
        self.title, self.shift, self.only, self.like = title, shift, only, like
        self.given: Mapping[str, Any] = dict(given or {})
        self.sizes: Mapping[str, int] = sizes


TITLES = {
    "shape": "forme",
    "rows_sum_to_one": "lignes de somme 1",
    "rows_sum_to_zero": "lignes de somme 0",
    "agrees": "valeurs",
    "spread": "tirage varié",
    "zero_where": "zéro hors du masque",
    "unchanged": "résultat inchangé",
    "distinct": "matrices différentes",
    "reproducible": "graine respectée",
    "follows_permutation": "ordre des mots suivi",
    "feels_position": "position prise en compte",
    "shows_matrix": "poids montrés",
    "labels_words": "mots sur les axes",
    "shows_values": "vecteurs montrés",
    "shows_histogram": "histogramme montré",
    "reaches": "niveau atteint",
}


@dataclass(frozen=True)
class Check:
    """One thing that is looked at, on some cases, in one part of what came back."""

    kind: str
    cases: tuple[Case, ...]
    id: str
    part: str = ""
    gate: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it looks at, in French: "valeurs de A", "valeurs : rectangle"."""
        named = TITLES[self.kind] + (f" de {self.part}" if self.part and self.kind in ("shape", "agrees") else "")
        case = self.cases[-1 if self.kind in ("unchanged", "reaches") else 0]
        return named if self.id == self.kind or (self.part and self.kind != "unchanged") else f"{named} : {case.title}"


def shape(cases: Sequence[Case], part: str = "", dims: str = "", id: str = "shape") -> Check:
    """The shape is the expected one; a gate: where it fails, what follows on the same part is not reached."""
    return Check("shape", tuple(cases), id, part, gate=True, options={"dims": dims})


def rows_sum_to_one(cases: Sequence[Case], part: str = "", id: str = "rows_sum_to_one") -> Check:
    """The entries are between 0 and 1 and every row sums to 1: a row-stochastic matrix."""
    return Check("rows_sum_to_one", tuple(cases), id, part)


def rows_sum_to_zero(cases: Sequence[Case], part: str = "", id: str = "rows_sum_to_zero") -> Check:
    """Every row sums to 0, as the difference of two row-stochastic matrices does."""
    return Check("rows_sum_to_zero", tuple(cases), id, part)


def agrees(cases: Sequence[Case], part: str = "", id: str = "agrees") -> Check:
    """The values are those of the reference, of an accepted reading, or of a carried error."""
    return Check("agrees", tuple(cases), id, part)


def spread(cases: Sequence[Case], part: str = "", id: str = "spread") -> Check:
    """The values are random ones: finite, not constant, no two rows alike."""
    return Check("spread", tuple(cases), id, part)


def distinct(cases: Sequence[Case], id: str = "distinct") -> Check:
    """The parts differ from one another."""
    return Check("distinct", tuple(cases), id)


def reproducible(same: Case, again: Case, other: Case, id: str = "reproducible") -> Check:
    """`same` and `again`, of one seed, agree; `other`, of another seed, differs."""
    return Check("reproducible", (same, again, other), id)


def zero_where(cases: Sequence[Case], part: str = "", where: str = "mask", id: str = "padding") -> Check:
    """The part is 0 wherever the input of that name is (they begin with the same axes)."""
    return Check("zero_where", tuple(cases), id, part, options={"where": where})


def unchanged(case: Case, other: Case, part: str = "", id: str = "unchanged") -> Check:
    """What came for `other` is what came for `case`, on the leading block of every axis that both have."""
    return Check("unchanged", (case, other), id, part)


def follows_permutation(case: Case, permuted: Case, part: str = "", axis: int = -2, id: str = "permutation") -> Check:
    """What came for the permuted words is the permutation (reversal along the axis) of what came for the words."""
    return Check("follows_permutation", (case, permuted), id, part, options={"axis": axis})


def feels_position(case: Case, permuted: Case, part: str = "", id: str = "position") -> Check:
    """What came for the reversed words is not merely reversed: the position counts."""
    return Check("feels_position", (case, permuted), id, part)


def shows_matrix(cases: Sequence[Case], part: str, id: str = "shows_matrix") -> Check:
    """Some artist of the figure holds the matrices of the part (one, or one a head)."""
    return Check("shows_matrix", tuple(cases), id, part)


def labels_words(cases: Sequence[Case], part: str, words: str, id: str = "labels_words") -> Check:
    """The artists that hold the part have the words on both axes, each at its row and column."""
    return Check("labels_words", tuple(cases), id, part, options={"words": words})


def shows_values(cases: Sequence[Case], part: str, id: str = "shows_values") -> Check:
    """The vectors of the part are in the figure: an image, bars, lines, a table or text."""
    return Check("shows_values", tuple(cases), id, part)


def shows_histogram(cases: Sequence[Case], part: str, id: str = "histogram") -> Check:
    """Some bars or steps of the figure are a histogram of the part's values: any bins, counts or densities."""
    return Check("shows_histogram", tuple(cases), id, part)


def reaches(runs: Sequence[Case], measure: str, least: float | None = None, most: float | None = None, *, id: str) -> Check:
    """A training's measure is at least, or at most, so much; with two runs, that of the second less that of the first."""
    return Check("reaches", tuple(runs), id, options={"measure": measure, "least": least, "most": most})


@dataclass(frozen=True)
class Accepted:
    """A legitimate reading of the handout: full marks, with a note in French."""

    id: str
    answer: Function
    note: str

    @property
    def forms(self) -> tuple[Function, ...]:
        """The ways to it: one."""
        return (self.answer,)


@dataclass(frozen=True)
class Mistake:
    """An executable wrong reference: what students really write, and two texts in French.

    The symptom is shown while the student works, the diagnosis after grading; neither is the answer.
    """

    id: str
    answer: Function
    symptom: str
    diagnosis: str
    also: tuple[Function, ...] = ()  # other ways to the same mistake: scaled or not, dot or @

    @property
    def forms(self) -> tuple[Function, ...]:
        """Every way to it."""
        return (self.answer, *self.also)


@dataclass(frozen=True)
class Question:
    """A function that the student writes, and all that is known of its answers."""

    id: str
    title: str
    call: str
    inputs: Mapping[str, Any]  # argument -> dimensions ("n d"), a function of a Draw, a value, or OMIT
    reference: Function
    checks: Sequence[Check]
    parts: tuple[str, ...] = ("",)  # names of what is returned, in order
    uses: tuple[str, ...] = ()  # the questions whose functions this one is composed of
    accepts: Sequence[Accepted] = ()
    mistakes: Sequence[Mistake] = ()
    figure: bool = False  # the student returns a figure; reference and mistakes return what it shows
    group: str = ""  # the heading of the handout under which reports show it

    @property
    def cases(self) -> list[Case]:
        """Every case that some check looks at, in order of appearance."""
        return list(dict.fromkeys(case for check in self.checks for case in check.cases))

    @property
    def variants(self) -> tuple[Accepted | Mistake, ...]:
        """The accepted readings, then the mistakes."""
        return (*self.accepts, *self.mistakes)

    @property
    def signature(self) -> str:
        """How the student's function is called, as text: `softmax(S)`."""
        return f"{self.call}({', '.join(self.inputs)})"

    def arguments(self, case: Case, seed: int) -> tuple[Any, ...]:
        """The inputs of a case under a seed, in the order of the signature."""
        values = (self._argument(name, case, Draw(seed, self.id, case, name)) for name in self.inputs)
        return tuple(value for value in values if value is not OMIT)

    def _argument(self, name: str, case: Case, draw: Draw) -> Any:
        spec = case.given.get(name, self.inputs[name])
        if isinstance(spec, str) and name not in case.given:
            return draw.normal(spec)
        return spec(draw) if inspect.isfunction(spec) else spec


OMIT = object()  # stands for an optional last argument that a case does not pass


@dataclass(frozen=True)
class FreeText:
    """A question answered in words, in the Markdown cell or the variable of its name; a person marks it."""

    id: str
    title: str
    placeholder: str  # the text of the stub: left as it was, the answer is worth 0
    group: str = ""


@dataclass(frozen=True)
class Training:
    """What the student's functions learn when they are trained: an audit, made on demand.

    A function that the lab provides trains them in the sandbox and returns parameters; `measure`
    scores these on the trusted side, on labels that the sandbox never saw.
    """

    id: str
    title: str
    call: str  # the provided function
    source: Function  # () -> which data it is, in a few words
    runs: Function  # () -> {title of a run: arguments}
    measure: Function  # (title of a run, parameters by name) -> {measure: number}; raises ValueError where they are others
    checks: Sequence[Check]  # of kind `reaches`; their cases are named after the runs
    group: str = ""
