"""Call one function of a student's namespace and answer with plain data. Runs on the student's side."""

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
    """Call `namespace[name](*arguments)` within `seconds`; return what became of it.

    Where a `figure` is asked for, the value is what the figures that were drawn show.

    The report's `status` is `value`, `missing` (no such function), `unwritten` (the stub is still
    there), `raised`, `timeout`, `memory` or `unreadable` (what came back is no plain value). With a
    value, `changed` lists the positions of the arguments that the call changed in place (it gets copies),
    and `figure` says whether a figure was `returned` or only `opened`.
    """
    if not callable(namespace.get(name)):
        return Outcome({"status": "missing", "name": name})
    given = fresh(arguments)

    def answer() -> tuple[Report, Any]:
        with _pictures() as opened:
            value = namespace[name](*given)
            figures, how = figures_of(value, opened()) if figure else ([], "")
            result = reduce(figures) if figure else plain(value)
        changed = [
            i
            for i, before in enumerate(arguments)
            if not isinstance(before, Seed) and not _same(before, given[i])
        ]
        return {"status": "value", "changed": changed, "figure": how}, result

    return _outcome(*attempt(answer, seconds))


def variable(namespace: dict[str, Any], name: str, seconds: float) -> Outcome:
    """The value of a global variable of the student's, as a plain value."""
    if name not in namespace:
        return Outcome({"status": "missing", "name": name})
    return _outcome(*attempt(lambda: ({"status": "value"}, plain(namespace[name])), seconds))


def _outcome(report: Report, inner: Any) -> Outcome:
    """The outcome of an attempt whose own value is a report and a plain value."""
    if report["status"] == "value":
        return Outcome(*inner)
    if report.get("type") == NotPlain.__name__:
        report = {"status": "unreadable", "message": report["message"]}
    return Outcome(report)


@contextlib.contextmanager
def _pictures() -> Iterator[Any]:
    """Let the body draw: `show` and `close` do nothing, and what it opened can be looked at."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        yield lambda: []
        return
    shown, closed = pyplot.show, pyplot.close
    closed("all")
    pyplot.show = pyplot.close = lambda *values, **named: None  # type: ignore[attr-defined]
    try:
        yield lambda: [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.show, pyplot.close = shown, closed  # type: ignore[attr-defined]
        closed("all")


def _same(before: Any, after: Any) -> bool:
    if type(before) is not type(after):
        return False
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return bool(before == after)
