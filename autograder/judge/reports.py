"""What may be said of a call that gave no value: the same in every run, and without its hidden inputs."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from typing import Any

from autograder.student.calls import Report

NUMPY_ERRORS = ("AxisError", "LinAlgError", "UFuncTypeError", "ModuleNotFoundError")


def fingerprint(kind: str, message: str) -> dict[str, Any]:
    """Return what an exception has in common in every version of numpy, to compare it with another.

    That is its type and the distinct whole numbers in its message, or its first three words where it has
    no number. Versions of numpy word their messages differently, but quote the same sizes. `np.dot` also
    quotes both shapes, unlike `@` and `np.matmul`; these shapes are left out.
    """
    message = re.sub(r"0x[0-9a-fA-F…]+|\[.*|…", " ", message[:200])  # addresses and array values change
    message = message.partition("not aligned")[2] or message
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in message)
    numbers = sorted({int(part) for part in digits.split() if len(part) < 9})
    return {"raised": kind, "numbers": numbers, "words": [] if numbers else message.split()[:3]}


def discreet(report: Report, loaded: Sequence[dict[str, Any]]) -> Report:
    """Return the report of a call without what could carry its hidden inputs to the student.

    A student's code can raise an exception with any text in it. So decimal numbers, long numbers and
    lists are taken out of the message. The name of a type is kept only if Python or numpy has it, and
    a line of code only if it stands in the submission. `loaded` are its cells, as `loadable` returns them.
    """
    kept = {**report, "message": str(report.get("message", ""))[:200]}
    kept["message"] = re.sub(r"[-+]?\d*\.\d+(?:e[-+]?\d+)?|\d{5,}|\[.*\]?", "…", kept["message"])
    if "type" in kept and not hasattr(builtins, str(kept["type"])) and kept["type"] not in NUMPY_ERRORS:
        kept["type"] = "Exception"
    if not any(_holds(cell, kept) for cell in loaded):
        for key in ("where", "line", "text"):
            kept.pop(key, None)
    return kept


def _holds(cell: dict[str, Any], report: Report) -> bool:
    """Return whether the line of code that a report quotes is in the cell, at the line number it gives."""
    line, lines = report.get("line"), cell["text"].split("\n")
    if report.get("where") != cell["where"] or type(line) is not int:
        return False
    if not 0 < line - cell["line"] <= len(lines):
        return False
    return bool(report.get("text") == lines[line - cell["line"] - 1].strip()[:200])
