"""One submission in the sandbox: load it, make the calls, go on after a hang or a crash.

A call is lost when it takes too long, or when the child dies or answers nonsense. A child that hangs or
answers nonsense is killed, and a new one loads the submission and goes on with the next call.

The other calls of the same function are then postponed until all other functions have been called, so that
an endless loop in one question does not use up the time of the others. Then the lost call is made once
more, in a new child, and the postponed calls follow. Once two of these are lost, the rest is not made.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

from autograder.sandbox import reply
from autograder.sandbox.inside.frames import BadFrame, pack
from autograder.sandbox.model import Limits
from autograder.sandbox.process import Broken, Zygote
from autograder.sandbox.talk import Child, End, Gone, Late
from autograder.student.calls import Call, Outcome, Report, Run
from autograder.student.values import BadValue, Caps, Tree, decode

_MOST_SKIPPED = 3  # statements that are left out because the child dies or hangs there
_GRACE = 0.5  # seconds after a time limit inside the child before the host kills the child
_STATEMENTS = 2**20  # more than any cell has
_FAILURES = 2  # lost calls of one function after which its other calls are not made


class Attempt:
    """One submission in one zygote. `cells` are dicts as `student.loader.load` takes them."""

    def __init__(  # noqa: D107
        self, zygote: Zygote, cells: Sequence[dict[str, Any]], limits: Limits
    ) -> None:
        self._zygote, self._cells, self._limits = zygote, list(cells), limits
        self._skipped: list[list[int]] = []  # [cell, statement] that are left out when loading
        self._reached: list[int] = []  # [cell, statement] at which the last careful load was
        self._problems: list[Report] | None = None  # what the first complete load reported
        self._unloadable: Outcome | None = None  # the outcome of every call when loading is given up
        self._load_failures: list[Report] = []
        self._outcomes: dict[str, Outcome] = {}
        self._child: Child | None = None
        self._cpu, self._children = 0.0, 0
        self._timings = {"load_ms": 0.0, "calls_ms": 0.0}
        self._began = time.monotonic()

    def run(self, calls: Sequence[Call]) -> Run:
        """Load, make the calls and return their outcomes. Raises Broken when the sandbox itself fails."""
        lost: dict[str, Call] = {}  # function -> its first call that was lost
        postponed: dict[str, list[Call]] = {}  # function -> its calls after that one
        for call in calls:
            if call.name in lost:
                postponed.setdefault(call.name, []).append(call)
            elif _is_lost(self._make(call)):
                lost[call.name] = call
        for name, call in lost.items():
            self._retry(call, postponed.get(name, []))
        if not calls:
            self._loaded_child()
        self._discard()
        self._timings["cpu_ms"] = 1000 * self._cpu
        self._timings["wall_ms"] = 1000 * (time.monotonic() - self._began)
        self._timings["children"] = self._children
        problems = [*(self._problems or []), *self._load_failures]
        return Run(problems, self._outcomes, None, self._timings)

    def _retry(self, call: Call, others: list[Call]) -> None:
        """Make a lost call once more, in a new child, then the postponed calls of its function."""
        self._discard()
        last = self._make(call)
        failures = int(_is_lost(last))
        for other in others:
            if failures >= _FAILURES:
                self._outcomes[other.id] = Outcome({**last.report, "note": "not tried"})
                continue
            outcome = self._make(other)
            if _is_lost(outcome):
                last, failures = outcome, failures + 1

    def _make(self, call: Call) -> Outcome:
        """Make one call; store its outcome and return it."""
        outcome = self._outcomes[call.id] = self._outcome_of(call)
        return outcome

    def _outcome_of(self, call: Call) -> Outcome:
        """Make one call, in the present child or in a new one, and kill a child that fails it."""
        if self._left() <= 0:
            return Outcome({"status": "timeout", "message": "budget"})
        child = self._loaded_child()
        if child is None:
            assert self._unloadable is not None
            return self._unloadable
        began = time.monotonic()
        try:
            return self._ask(child, call)
        except Late:
            self._discard()
            return Outcome({"status": "timeout"})
        except (BadFrame, BadValue) as error:
            self._discard()
            return Outcome({"status": "rejected", "message": str(error)})
        except Gone:
            return Outcome(_death(self._discard()))
        finally:
            self._timings["calls_ms"] += 1000 * (time.monotonic() - began)

    def _ask(self, child: Child, call: Call) -> Outcome:
        """Send one call to the child and return its answer. Raises Late, Gone, BadFrame, BadValue."""
        limits = self._limits
        token = os.urandom(12).hex()
        child.deadline(min(limits.call_seconds + _GRACE, self._left()))
        request = {
            "token": token,
            "do": "variable" if call.variable else "figure" if call.figure else "call",
            "name": call.name,
            "seconds": limits.call_seconds,
        }
        child.send(pack(request, call.body))
        header, body = child.receive()
        _expect(child, header, token)
        report = reply.report(header.get("report"))
        value: Tree = None
        if report["status"] == "value":
            value = decode(body, Caps(bytes=limits.output_mb * 2**20))
        return Outcome(report, value)

    def _loaded_child(self) -> Child | None:
        """Return a child with the submission loaded; None when it cannot be (see `_unloadable`).

        When a load fails, a careful one finds the statement at which it does. That statement is left out
        from then on.
        """
        while self._child is None and self._unloadable is None:
            failure = self._load(careful=False)
            if failure is None:
                break
            if len(self._skipped) >= _MOST_SKIPPED or self._left() <= 0:
                self._give_up(failure)
                break
            failure = self._load(careful=True)
            if failure is None:
                break  # this time the load succeeded: its child is as good as any
            if not self._reached:  # it failed before the first statement, when the text was parsed
                self._give_up(failure)
                break
            self._skipped.append(self._reached)
            self._load_failures.append({**failure, **self._place(self._reached)})
        return self._child

    def _give_up(self, failure: Report) -> None:
        """Load no more: every call that is left has this failure as its outcome."""
        self._unloadable = Outcome({**failure, "note": "load"})
        self._load_failures.append({**failure, "note": "load"})

    def _load(self, careful: bool) -> Report | None:
        """Load the submission in a new child. Return None when it is ready, else a report of the failure.

        In a careful load the child names each statement before it runs it; `_reached` is the last one.
        """
        self._reached = []
        began = time.monotonic()
        if not self._zygote.clean:
            raise Broken("what the submission wrote cannot be removed")
        child = self._child = self._zygote.fork(max(1.0, self._left()))
        self._children += 1
        try:
            problems = self._ask_to_load(child, careful)
        except Late:
            self._discard()
            return {"status": "timeout"}
        except BadFrame as error:
            self._discard()
            return {"status": "rejected", "message": str(error)}
        except Gone:
            return _death(self._discard())
        finally:
            self._timings["load_ms"] += 1000 * (time.monotonic() - began)
        if self._problems is None:
            self._problems = problems
        return None

    def _ask_to_load(self, child: Child, careful: bool) -> list[Report]:
        """Send the cells to the child and return the problems of the load. Raises Late, Gone, BadFrame."""
        token = os.urandom(12).hex()
        seconds = self._limits.load_seconds
        request = {
            "token": token,
            "do": "load",
            "cells": self._cells,
            "skip": self._skipped,
            "careful": careful,
            "seconds": seconds,
        }
        child.deadline(min(seconds + _GRACE, max(0.1, self._left())))
        child.send(pack(request))
        header, _ = child.receive()
        while careful and header.get("token") == token and "started" in header:
            self._reached = _position(header["started"], len(self._cells))
            header, _ = child.receive()
        _expect(child, header, token)
        return reply.problems(header.get("problems"))

    def _place(self, position: list[int]) -> Report:
        """Return what a report says of a [cell, statement]."""
        cell, statement = position
        where = str(self._cells[cell].get("where", ""))
        return {"where": where, "cell": cell, "statement": statement}

    def _left(self) -> float:
        """Return the seconds that are left of `total_seconds`.

        What counts as used is the processor time, or the clock time divided by `wall_factor` where that
        is more.
        """
        limits = self._limits
        used = self._cpu + (self._child.cpu() if self._child is not None else 0.0)
        clock = (time.monotonic() - self._began) / limits.wall_factor
        return limits.total_seconds - max(used, clock)

    def _discard(self) -> End | None:
        """Kill the child, if there is one, count its processor time, and return how it ended."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        child.kill()
        end = self._zygote.ended()
        self._cpu += end.cpu
        return end


def _is_lost(outcome: Outcome) -> bool:
    """Return whether a call took too long, crashed, or was answered with nonsense."""
    return outcome.status in ("timeout", "crashed", "rejected")


def _expect(child: Child, header: dict[str, Any], token: str) -> None:
    """Raise BadFrame unless this is the answer to the request with that token, and the only one.

    A student's code may write to the child's pipe, but it cannot know the token of a request to come.
    """
    if header.get("token") != token:
        raise BadFrame("an answer to something else")
    if not child.silent:
        raise BadFrame("more than one answer")


def _position(data: object, cells: int) -> list[int]:
    """Return the [cell, statement] that a child has sent. Raises BadFrame when it is none."""
    if type(data) is not list or len(data) != 2 or any(type(item) is not int for item in data):
        raise BadFrame("a position that is none")
    if not (0 <= data[0] < cells and 0 <= data[1] < _STATEMENTS):
        raise BadFrame("a position outside the cells")
    return data


def _death(end: End | None) -> Report:
    """Return the report of a call or a load during which the child ended."""
    if end is None:
        return {"status": "crashed"}
    if end.full:
        return {"status": "crashed", "message": "disk full"}
    if end.signal is not None:
        return {"status": "crashed", "signal": end.signal}
    return {"status": "crashed", "code": end.code}
