"""What goes into the sandbox and what comes out of it."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass, field
from typing import Any

from autograder.values import Tree, encode

#: A flat dict of JSON scalars and short lists, from the student's side: see `reply.clean`.
Report = dict[str, Any]


class Level(enum.Enum):
    """How well this machine can isolate, best first."""

    A = "A"  # bubblewrap, Landlock, seccomp, rlimits
    B = "B"  # Landlock, seccomp, rlimits, as an ordinary user
    UNSAFE = "unsafe"  # rlimits only: no isolation


class SandboxUnavailable(Exception):
    """This machine cannot isolate; one line: what, where, what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Seconds are processor time; `wall_factor` times as much by the clock, and a little, is the
    backstop. `total_seconds` counts all loads, calls and reruns. Sizes are MiB: `memory_mb` comes
    on top of what numpy and matplotlib take, `file_mb` is one file, `tmp_mb` all of them.
    """

    call_seconds: float = 2.0
    load_seconds: float = 10.0
    total_seconds: float = 40.0
    wall_factor: float = 5.0
    memory_mb: int = 1024
    file_mb: int = 16
    tmp_mb: int = 64
    output_mb: int = 4


@dataclass(frozen=True)
class Call:
    """One call of a student's function, or (`variable`) a look at one of their global variables."""

    id: str
    name: str
    arguments: tuple[Tree, ...] = ()
    variable: bool = False
    figure: bool = False  # what is wanted is what it draws

    @functools.cached_property
    def body(self) -> bytes:
        """The arguments as bytes: encoded once, for all submissions. Raises BadValue."""
        return encode(list(self.arguments))


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    `report["status"]` is `value` (then `value` holds it), one of the child's own (`missing`,
    `unwritten`, `raised`, `unreadable`, `memory`, `timeout`), or found from outside: `timeout`,
    `crashed` (with `signal` or `code`), `rejected` (an answer that is not in the protocol).
    """

    report: Report
    value: Tree = None

    @property
    def status(self) -> str:
        """The report's status."""
        return str(self.report["status"])


@dataclass(frozen=True)
class Run:
    """What became of a submission: problems of its load, and one outcome for each call.

    `fault` says what is wrong with *us*; then the outcomes mean nothing.
    `timings` (milliseconds, and counts) change from run to run.
    """

    problems: list[Report]
    outcomes: dict[str, Outcome]
    fault: str | None = None
    timings: dict[str, float] = field(default_factory=dict)
