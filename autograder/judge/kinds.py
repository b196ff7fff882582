"""How a kind of check is declared, and how a lab declares a check of that kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.judge.seen import Finding, Seen
from autograder.judge.table import CheckRow, QuestionRow

Look = Callable[[CheckRow, QuestionRow, Seen], Finding]


@dataclass(frozen=True)
class Check:
    """A check as a lab declares it."""

    kind: Kind
    cases: tuple[Any, ...]  # the lab's objects, such as Case
    id: str
    part: str = ""  # name of the part of the result that it looks at; empty: the whole result
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the French title of the check: "valeurs de A", "valeurs : rectangle"."""
        kind = self.kind
        title = f"{kind.title} de {self.part}" if self.part and kind.of_part else kind.title
        without_case = self.id == kind.name or (self.part and not kind.compares)
        return title if without_case else f"{title} : {self.cases[-1 if kind.compares else 0].title}"


@dataclass(frozen=True)
class Kind:
    """A kind of check. A lab calls it to declare a check: `agrees(cases, part="A")`."""

    name: str  # labs call it by this name, and tables hold it
    title: str  # in French
    look: Look  # finds whether what came back is right
    id: str  # the id of its checks, where the lab gives none
    gate: bool = False  # whether later checks of the same part are not reached where this one fails
    of_part: bool = False  # whether the title of its checks names the part
    compares: bool = False  # whether it compares its last case with the one before; the last then names it
    options: Mapping[str, Any] = field(default_factory=dict)  # name -> default

    def __call__(self, cases: Any, part: str = "", *, id: str = "", **options: Any) -> Check:
        """Return a check of this kind, on one case or a list. Raises TypeError for an unknown option."""
        if not isinstance(part, str):
            raise TypeError(f"{self.name}() takes its cases in a list: {self.name}([first, second])")
        unknown = set(options) - set(self.options)
        if unknown:
            raise TypeError(
                f"{self.name}() has no option {min(unknown)!r}; options: {', '.join(self.options) or 'none'}"
            )
        all_cases = tuple(cases) if isinstance(cases, (list, tuple)) else (cases,)
        return Check(self, all_cases, id or self.id, part, {**self.options, **options})


def kind(
    title: str,
    *,
    id: str = "",
    gate: bool = False,
    of_part: bool = False,
    compares: bool = False,
    **options: Any,
) -> Callable[[Look], Kind]:
    """Return a decorator that makes a kind of check of a function, under the function's name.

    `title` is in French. `options` are the options of its checks, with their defaults. The other
    arguments are those of Kind.
    """

    def declare(look: Look) -> Kind:
        name: str = look.__name__
        return Kind(name, title, look, id or name, gate, of_part, compares, options)

    return declare
