"""The classes that a lab declares its questions with.

    ordinary = [Case("lignes plus longues", n=4, m=7)]
    Question("softmax", "Softmax ligne par ligne", call="softmax", inputs={"S": "n m"},
             reference=lab.softmax, checks=[shape(ordinary), agrees(ordinary)], mistakes=[...])

Dimensions have names. Give them different sizes, so that a transposed result has another shape. Nothing
here runs a student's code or knows a lab. The points are in grading.toml.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from autograder.judge.kinds import Check
from autograder.student.values import Seed

Function = Callable[..., Any]


class Draw:
    """The random numbers of one input. Every (seed, question, case, input) has a stream of its own."""

    def __init__(self, seed: int, question: str, case: Case, name: str, hidden: bool) -> None:
        """Seed the stream. The hash is crc32, since `hash()` of a string changes from run to run."""
        stream = case.like.title if case.like else case.title
        self.rng = np.random.default_rng([seed, crc32(f"{question}/{stream}/{name}".encode())])
        self.values = case.values(hidden)
        self.shift = case.shift

    def size(self, name: str) -> int:
        """Return the size of a named dimension in this case."""
        return int(self.values[name])

    def normal(self, dims: str) -> Any:
        """Draw a standard normal array of these dimensions ("n d"), plus the case's shift."""
        return self.rng.standard_normal([self.size(name) for name in dims.split()]) + self.shift

    def seed(self) -> Seed:
        """Draw a seed: the student's function receives `numpy.random.default_rng` of it."""
        return Seed(int(self.rng.integers(1, 2**31)))


class Case:
    """What a question is asked on: sizes of dimensions, inputs that replace the question's, and a shift."""

    def __init__(
        self,
        title: str,
        *,
        shift: float = 0.0,
        like: Case | None = None,
        public: Mapping[str, Any] | None = None,
        hidden: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Take sizes (`n=5`) and inputs (`mask=ones`) by name. An input is a value or a function of a Draw.

        `public` and `hidden` hold the values of one table only, the public or the hidden one. With only
        one of them, the case is in that table only. `shift` is added to every normal draw. `like` is a
        case with which this one shares all random draws, and all values that it does not name itself.
        """
        self.title, self.shift, self.like = title, shift, like
        if like is not None:
            values = {**like._values, **values}
            public, hidden = (like._public, like._hidden) if public is hidden is None else (public, hidden)
        self._values: Mapping[str, Any] = values
        self._public: Mapping[str, Any] | None = public
        self._hidden: Mapping[str, Any] | None = hidden

    def is_in(self, hidden: bool) -> bool:
        """Return whether the case is in the hidden table, or with False in the public one."""
        own, other = (self._hidden, self._public) if hidden else (self._public, self._hidden)
        return own is not None or other is None

    def values(self, hidden: bool) -> dict[str, Any]:
        """Return the sizes and inputs of the case by name, for the hidden table or for the public one."""
        return {**((self._hidden if hidden else self._public) or {}), **self._values}


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
    Leave the symptom out where it would only say what can be observed: the result is transposed, larger
    by a factor, full of nan, or an exception. What the check itself says then stands alone.
    """

    id: str
    answer: Function
    symptom: str = ""
    diagnosis: str = ""  # a default only because the symptom has one: there is no mistake without it
    also: tuple[Function, ...] = ()  # other ways to the same mistake: scaled or not, dot or @

    def __post_init__(self) -> None:
        """Raise ValueError where there is no diagnosis."""
        if not self.diagnosis:
            raise ValueError(f"mistake {self.id!r} has no diagnosis")

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

    def arguments(self, case: Case, seed: int, hidden: bool) -> tuple[Any, ...]:
        """Return the inputs of a case in one of the tables, in the order of the signature."""
        draws = {name: Draw(seed, self.id, case, name, hidden) for name in self.inputs}
        values = (self._argument(name, draw) for name, draw in draws.items())
        return tuple(value for value in values if value is not OMIT)

    def _argument(self, name: str, draw: Draw) -> Any:
        if name in draw.values:
            spec = draw.values[name]
        elif isinstance(spec := self.inputs[name], str):
            return draw.normal(spec)
        return spec(draw) if inspect.isfunction(spec) else spec


OMIT = object()  # the value of an optional last argument that a case does not pass


@dataclass(frozen=True)
class FreeText:
    """A question answered in words, in the Markdown cell or the variable of its id. A person marks it."""

    id: str
    title: str
    placeholder: str  # the text of the stub; an answer that is only this is worth 0
    group: str = ""


@dataclass(frozen=True)
class Training:
    """An audit, made on demand, of what the student's functions learn when they are trained.

    A function that the lab provides trains them in the sandbox, and returns parameters. `measure`
    scores these on the trusted side, with labels that never enter the sandbox.
    """

    id: str
    title: str
    call: str  # the provided function
    source: Function  # () -> the name of the data, in a few words
    runs: Function  # () -> {title of a run: arguments}
    measure: Function  # (title of a run, {name: parameter}) -> {measure: number}; may raise ValueError
    checks: Sequence[Check]  # of kind `reaches`; the titles of their cases are those of the runs
    group: str = ""
