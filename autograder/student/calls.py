"""A call of a student's function, and what became of it. Both sides of the sandbox use these classes."""

from __future__ import annotations

import copy
import functools
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.student.values import Seed, Tree, encode

#: The facts about a call, or about a problem of loading: a flat dict of JSON scalars and short lists.
Report = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of a student's function. With `variable`, a read of a global variable of theirs."""

    id: str
    name: str  # of the function or of the variable
    arguments: tuple[Tree, ...] = ()
    variable: bool = False
    figure: bool = False  # whether the figure that it draws is asked for, not its value

    @functools.cached_property
    def body(self) -> bytes:
        """Return the arguments as bytes, encoded once for all submissions. Raises BadValue."""
        return encode(list(self.arguments))


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    `report["status"]` is `value` where the call returned; then `value` holds what it returned. Otherwise
    the student's side reports `missing`, `unwritten`, `raised`, `unreadable`, `memory` or `timeout`, or
    the trusted side reports `timeout`, `crashed` (with `signal` or `code`) or `rejected` (the answer
    breaks the protocol).
    """

    report: Report
    value: Tree = None

    @property
    def status(self) -> str:
        """Return the status that the report gives."""
        return str(self.report["status"])


@dataclass(frozen=True)
class Run:
    """What became of a submission: the problems met while loading it, and one outcome for each call.

    `fault` says what went wrong in the grader itself; the outcomes then mean nothing. `timings` holds
    milliseconds and counts, which change from run to run.
    """

    problems: list[Report]
    outcomes: dict[str, Outcome]  # id of the call -> outcome
    fault: str | None = None
    timings: dict[str, float] = field(default_factory=dict)


def fresh(arguments: Any) -> list[Any]:
    """Return deep copies of the arguments of a call, with a new numpy Generator in place of every Seed."""
    return [
        np.random.default_rng(item.value) if isinstance(item, Seed) else copy.deepcopy(item)
        for item in arguments
    ]
