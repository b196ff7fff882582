"""Calls of a student's functions, and what became of them: plain data on both sides of the sandbox."""

from __future__ import annotations

import copy
import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.student.values import Seed, Tree, encode

#: What is told of a call or of a load: a flat dict of JSON scalars and short lists.
Report = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of a student's function, or with `variable` a look at one of their global variables."""

    id: str
    name: str
    arguments: tuple[Tree, ...] = ()
    variable: bool = False
    figure: bool = False  # the figure it draws is wanted, not its value

    @functools.cached_property
    def body(self) -> bytes:
        """The arguments as bytes, encoded once for all submissions. Raises BadValue."""
        return encode(list(self.arguments))


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    `report["status"]` is `value` (then `value` holds it), or one of the student's side: `missing`,
    `unwritten`, `raised`, `unreadable`, `memory`, `timeout`; or it was found from outside the
    sandbox: `timeout`, `crashed` (with `signal` or `code`), `rejected` (not in the protocol).
    """

    report: Report
    value: Tree = None

    @property
    def status(self) -> str:
        """The report's status."""
        return str(self.report["status"])


@dataclass(frozen=True)
class Run:
    """What became of a submission: the problems of its load, and one outcome for each call.

    `fault` says what is wrong with the grader itself; then the outcomes mean nothing.
    `timings` (milliseconds, and counts) change from run to run.
    """

    problems: list[Report]
    outcomes: dict[str, Outcome]
    fault: str | None = None
    timings: dict[str, float] = field(default_factory=dict)


def fresh(arguments: Any) -> list[Any]:
    """Return copies of the arguments of a call, with a new Generator for every Seed."""
    return [
        np.random.default_rng(item.value) if isinstance(item, Seed) else copy.deepcopy(item)
        for item in arguments
    ]
