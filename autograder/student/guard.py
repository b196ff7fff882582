"""Run a piece of a student's code under a soft deadline, and say what went wrong in plain data.

Used on the student's side only (sandboxed child, or the student's own machine). The soft deadline
serves honest infinite loops; code that swallows it is stopped from outside, by the sandbox.
"""

from __future__ import annotations

import contextlib
import linecache
import re
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from autograder.student.calls import Report

MESSAGE = 400  # characters kept of an exception's message


class OutOfTime(BaseException):
    """The soft deadline has passed. Not an Exception, so that `except Exception` lets it through."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after `seconds` of processor time, or five times that by the clock.

    Does nothing where timers cannot be had (Windows, or outside the main thread).
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    for kind in (signal.SIGPROF, signal.SIGALRM):
        if signal.getsignal(kind) is not _ring:
            signal.signal(kind, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    signal.setitimer(signal.ITIMER_REAL, 5 * seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(signum: int, frame: Any) -> None:
    raise OutOfTime


def attempt(action: Callable[[], Any], seconds: float) -> tuple[Report, Any]:
    """Run `action` and return (report, its value); the report's `status` is `value` where it went well."""
    try:
        with deadline(seconds):
            value = action()
    except BaseException as error:
        try:
            with deadline(1.0):
                return report_of(error), None
        except BaseException:  # an exception whose own text raises, or never ends
            return {"status": "raised", "type": "Exception", "message": ""}, None
    return {"status": "value"}, value


def report_of(error: BaseException) -> Report:
    """Say what an exception was and where in the student's code it came from, as plain data."""
    if isinstance(error, OutOfTime):
        return {"status": "timeout"}  # where it was interrupted changes from run to run
    status = "raised"
    if isinstance(error, NotImplementedError) and not _of_a_library(error):
        status = "unwritten"
    elif isinstance(error, MemoryError):
        status = "memory"
    kind = str(type(error).__name__)[:80]
    if isinstance(error, SyntaxError):
        return {
            "status": status,
            "type": kind,
            "message": _steady(str(error.msg)),
            "where": str(error.filename or ""),
            "line": int(error.lineno or 0),
            "text": str(error.text or "").strip()[:200],
        }
    return {"status": status, "type": kind, "message": _steady(str(error)), **_place(error)}


def _of_a_library(error: BaseException) -> bool:
    """Whether an imported module raised it: autograd does, where it knows no derivative."""
    steps = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(steps) and steps[-1].f_globals.get("__spec__") is not None


def _steady(message: str) -> str:
    """A message without the addresses of objects, which change from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{4,}", "0x…", message[: 4 * MESSAGE])[:MESSAGE]


def _place(error: BaseException) -> Report:
    """The innermost line of the student's own code that the exception passed through."""
    place: Report = {}
    step = error.__traceback__
    while step is not None:
        filename = step.tb_frame.f_code.co_filename
        if filename in linecache.cache and filename.startswith(OWN):
            place = {
                "where": filename[len(OWN) :],
                "line": step.tb_lineno,
                "text": linecache.getline(filename, step.tb_lineno).strip()[:200],
            }
        step = step.tb_next
    return place


OWN = "ton code, "  # prefix of the file names under which a student's cells are compiled
