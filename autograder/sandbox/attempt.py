"""One submission in the sandbox: load it, make the calls, go on after a hang or a death.

A child that hangs, dies or talks nonsense is killed; the call it was at is lost, and a fresh child
loads again and goes on. The other calls of that function wait until everything else has been tried,
so that an endless loop in one question cannot eat the others' time. Then the lost call is tried
once more, alone; a function that fails two calls is not tried any further.
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

_CULPRITS = 3  # statements that may be left out because loading dies or hangs there
_GRACE = 0.5  # seconds that a soft deadline, inside, has to act before the hard one
_STATEMENTS = 2**20  # no cell has as many
_FAILURES = 2  # calls of one function that may fail before the others are not tried


class Attempt:
    """One submission; `cells` are the loader's dicts (`text`, `where`, `line`, `definitions`)."""

    def __init__(  # noqa: D107
        self, zygote: Zygote, cells: Sequence[dict[str, Any]], limits: Limits
    ) -> None:
        self._zygote, self._cells, self._limits = zygote, list(cells), limits
        self._skip: list[list[int]] = []
        self._problems: list[Report] | None = None
        self._unloadable: Outcome | None = None
        self._culprits: list[Report] = []
        self._outcomes: dict[str, Outcome] = {}
        self._child: Child | None = None
        self._cpu, self._children = 0.0, 0
        self._timings = {"load_ms": 0.0, "calls_ms": 0.0}
        self._began = time.monotonic()

    def run(self, calls: Sequence[Call]) -> Run:
        """Make the calls, each with an outcome. Raises Broken when the sandbox itself fails."""
        failed: dict[str, Call] = {}
        waiting: dict[str, list[Call]] = {}
        for call in calls:
            if call.name in failed:
                waiting.setdefault(call.name, []).append(call)
            elif _is_lost(self._make(call)):
                failed[call.name] = call
        for name, call in failed.items():
            self._again(call, waiting.get(name, []))
        if not calls:
            self._loaded()
        self._discard()
        self._timings["cpu_ms"] = 1000 * self._cpu
        self._timings["wall_ms"] = 1000 * (time.monotonic() - self._began)
        self._timings["children"] = self._children
        problems = [*(self._problems or []), *self._culprits]
        return Run(problems, self._outcomes, None, self._timings)

    def _again(self, call: Call, others: list[Call]) -> None:
        """Try a lost call once more, alone, then the calls of that function that have waited."""
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
        """Make one call, in the child there is or a new one; keep and return its outcome."""
        outcome = self._outcomes[call.id] = self._outcome(call)
        return outcome

    def _outcome(self, call: Call) -> Outcome:
        if self._left() <= 0:
            return Outcome({"status": "timeout", "message": "budget"})
        child = self._loaded()
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
        found = reply.report(header.get("report"))
        value: Tree = None
        if found["status"] == "value":
            value = decode(body, Caps(bytes=limits.output_mb * 2**20))
        return Outcome(found, value)

    def _loaded(self) -> Child | None:
        """The child with the submission loaded; None when it cannot be (see `_unloadable`)."""
        while self._child is None and self._unloadable is None:
            end = self._load(careful=False)
            if end is None:
                break
            if len(self._skip) >= _CULPRITS or self._left() <= 0:
                self._unloadable = Outcome({**end, "note": "load"})
                self._culprits.append({**end, "note": "load"})
                break
            at: list[int] = []
            again = self._load(careful=True, at=at)
            if again is None:
                break  # it went well this time, so this child will do
            if not at:  # it dies before the first statement: in parsing
                self._unloadable = Outcome({**again, "note": "load"})
                self._culprits.append({**again, "note": "load"})
                break
            self._skip.append(at)
            self._culprits.append({**again, **self._place(at)})
        return self._child

    def _load(self, careful: bool, at: list[int] | None = None) -> Report | None:
        """Load in a fresh child. None: it is ready; else what it died of, `at` which statement."""
        began = time.monotonic()
        if not self._zygote.clean:
            raise Broken("what the submission wrote cannot be removed")
        child = self._child = self._zygote.fork(max(1.0, self._left()))
        self._children += 1
        token = os.urandom(12).hex()
        seconds = self._limits.load_seconds
        request = {
            "token": token,
            "do": "load",
            "cells": self._cells,
            "skip": self._skip,
            "careful": careful,
            "seconds": seconds,
        }
        try:
            child.deadline(min(seconds + _GRACE, max(0.1, self._left())))
            child.send(pack(request))
            header, _ = child.receive()
            while careful and header.get("token") == token and "started" in header:
                if at is not None:
                    at[:] = _position(header["started"], len(self._cells))
                header, _ = child.receive()
            _expect(child, header, token)
            problems = reply.problems(header.get("problems"))
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

    def _place(self, at: list[int]) -> Report:
        cell = self._cells[at[0]]
        return {"where": str(cell.get("where", "")), "cell": at[0], "statement": at[1]}

    def _left(self) -> float:
        """Seconds of processor time that are left of the whole; the clock counts a `factor`th."""
        limits = self._limits
        used = self._cpu + (self._child.cpu() if self._child is not None else 0.0)
        clock = (time.monotonic() - self._began) / limits.wall_factor
        return limits.total_seconds - max(used, clock)

    def _discard(self) -> End | None:
        """Kill the child, if there is one, and count what it used."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        child.kill()
        end = self._zygote.ended()
        self._cpu += end.cpu
        return end


def _is_lost(outcome: Outcome) -> bool:
    return outcome.status in ("timeout", "crashed", "rejected")


def _expect(child: Child, header: dict[str, Any], token: str) -> None:
    if header.get("token") != token:
        raise BadFrame("an answer to something else")
    if not child.silent:
        raise BadFrame("more than one answer")


def _position(data: object, cells: int) -> list[int]:
    if type(data) is not list or len(data) != 2 or any(type(item) is not int for item in data):
        raise BadFrame("a position that is none")
    if not (0 <= data[0] < cells and 0 <= data[1] < _STATEMENTS):
        raise BadFrame("a position outside the cells")
    return data


def _death(end: End | None) -> Report:
    """What a child's end means."""
    if end is None:
        return {"status": "crashed"}
    if end.full:
        return {"status": "crashed", "message": "disk full"}
    if end.signal is not None:
        return {"status": "crashed", "signal": end.signal}
    return {"status": "crashed", "code": end.code}
