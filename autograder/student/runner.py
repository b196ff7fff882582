"""Call one function of a student's namespace, and return its value as plain data."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.student.calls import Outcome, Report, fresh
from autograder.student.figure import figures_of, reduce
from autograder.student.guard import attempt
from autograder.student.values import NotPlain, Seed, plain


def call(
    namespace: dict[str, Any], name: str, arguments: list[Any], seconds: float, figure: bool = False
) -> Outcome:
    """Call `namespace[name]` with copies of the arguments, within `seconds` of processor time.

    With `figure`, the value of the outcome is the list of artists that the call drew.

    The report's `status` is `value`, `missing` (no such function), `unwritten` (the stub is still
    there), `raised`, `timeout`, `memory` or `unreadable` (no plain value came back). With a value, the
    report also holds `changed`, the positions of the arguments that the call changed in place, and
    `figure`: whether a figure was "returned" or only "opened", or "" where there is none.
    """
    if not callable(namespace.get(name)):
        return Outcome({"status": "missing", "name": name})
    copies = fresh(arguments)

    def answer() -> tuple[Report, Any]:
        with _drawing() as opened:
            value = namespace[name](*copies)
            figures, how = figures_of(value, opened()) if figure else ([], "")
            result = reduce(figures) if figure else plain(value)
        changed = [
            i
            for i, before in enumerate(arguments)
            if not isinstance(before, Seed) and not _same(before, copies[i])
        ]
        return {"status": "value", "changed": changed, "figure": how}, result

    return _outcome(*attempt(answer, seconds))


def variable(namespace: dict[str, Any], name: str, seconds: float) -> Outcome:
    """Return the value of one of the student's global variables, as a plain value."""
    if name not in namespace:
        return Outcome({"status": "missing", "name": name})
    return _outcome(*attempt(lambda: ({"status": "value"}, plain(namespace[name])), seconds))


def _outcome(report: Report, result: Any) -> Outcome:
    """Return the outcome of an attempt. Where it went well, its result is (report, plain value)."""
    if report["status"] == "value":
        return Outcome(*result)
    if report.get("type") == NotPlain.__name__:
        report = {"status": "unreadable", "message": report["message"]}
    return Outcome(report)


@contextlib.contextmanager
def _drawing() -> Iterator[Any]:
    """Make `show` and `close` of pyplot do nothing; yield a function that returns the open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        yield lambda: []
        return
    show, close = pyplot.show, pyplot.close
    close("all")
    pyplot.show = pyplot.close = lambda *values, **named: None  # type: ignore[attr-defined]
    try:
        yield lambda: [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.show, pyplot.close = show, close  # type: ignore[attr-defined]
        close("all")


def _same(before: Any, after: Any) -> bool:
    """Return whether an argument is of the same type and value after the call; nan equals nan."""
    if type(before) is not type(after):
        return False
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return bool(before == after)
