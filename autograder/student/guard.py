"""Run a piece of a student's code within a time limit, and report what went wrong as plain data.

The limit is a signal in the student's own process, which ends an honest infinite loop. Code that
catches the signal goes on; the sandbox stops it from outside.
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

MESSAGE = 400  # the characters that are kept of an exception's message


class OutOfTime(BaseException):
    """The time limit has passed. No Exception, so that the student's `except Exception` does not catch it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after `seconds` of processor time, or five times that by the clock.

    There is no limit where Python offers no timer: on Windows, and outside the main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    for timer in (signal.SIGPROF, signal.SIGALRM):
        if signal.getsignal(timer) is not _raise_out_of_time:
            signal.signal(timer, _raise_out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    signal.setitimer(signal.ITIMER_REAL, 5 * seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _raise_out_of_time(signum: int, frame: Any) -> None:
    raise OutOfTime


def attempt(action: Callable[[], Any], seconds: float) -> tuple[Report, Any]:
    """Run `action` and return (report, its value). The report's `status` is `value` unless it raised."""
    try:
        with deadline(seconds):
            value = action()
    except BaseException as error:
        try:
            with deadline(1.0):
                return report_of(error), None
        except BaseException:  # the text of the exception raises itself, or never ends
            return {"status": "raised", "type": "Exception", "message": ""}, None
    return {"status": "value"}, value


def report_of(error: BaseException) -> Report:
    """Return the type, the message and the place in the student's code of an exception, as plain data."""
    if isinstance(error, OutOfTime):
        return {"status": "timeout"}  # without its place, which changes from run to run
    status = "raised"
    if isinstance(error, NotImplementedError) and not _raised_by_library(error):
        status = "unwritten"
    elif isinstance(error, MemoryError):
        status = "memory"
    kind = str(type(error).__name__)[:80]
    if isinstance(error, SyntaxError):
        return {
            "status": status,
            "type": kind,
            "message": _without_addresses(str(error.msg)),
            "where": str(error.filename or ""),
            "line": int(error.lineno or 0),
            "text": str(error.text or "").strip()[:200],
        }
    return {"status": status, "type": kind, "message": _without_addresses(str(error)), **_place(error)}


def _raised_by_library(error: BaseException) -> bool:
    """Return whether an imported module raised it, as autograd does where it knows no derivative."""
    steps = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(steps) and steps[-1].f_globals.get("__spec__") is not None


def _without_addresses(message: str) -> str:
    """Return the message, cut, without the addresses of objects, which change from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{4,}", "0x…", message[: 4 * MESSAGE])[:MESSAGE]


def _place(error: BaseException) -> Report:
    """Return the innermost line of the student's own code that the exception passed through."""
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


OWN = "ton code, "  # the file names under which a student's cells are compiled begin with this
