"""What may be told of a call that came to no value: steady from run to run, and without its hidden inputs."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from typing import Any

from autograder.student.calls import Report

NUMPY_ERRORS = ("AxisError", "LinAlgError", "UFuncTypeError", "ModuleNotFoundError")


def fingerprint(kind: str, message: str) -> dict[str, Any]:
    """Return what is steady of an exception: its type, and the distinct whole numbers in its message.

    Where there are no numbers, the first words of the message stand for it. The words of numpy's
    messages change from version to version; the sizes they quote do not. `np.dot` lists both shapes
    before the two sizes that differ, `@` and `np.matmul` do not: those shapes are dropped.
    """
    message = re.sub(r"0x[0-9a-fA-F…]+|\[.*|…", " ", message[:200])  # addresses and values change
    message = message.partition("not aligned")[2] or message
    digits = "".join(char if char.isdigit() and char.isascii() else " " for char in message)
    numbers = sorted({int(part) for part in digits.split() if len(part) < 9})
    return {"raised": kind, "numbers": numbers, "words": [] if numbers else message.split()[:3]}


def discreet(report: Report, loaded: Sequence[dict[str, Any]]) -> Report:
    """Return the report of a call without what could carry its hidden inputs to the student.

    An exception's own words are the student's to choose. Decimal and long numbers are taken out, so
    are names of types that neither Python nor numpy has, and a place that is not in the submission.
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
    """Whether the place that a report names, a line with its number, is in the cell."""
    line, lines = report.get("line"), cell["text"].split("\n")
    if report.get("where") != cell["where"] or type(line) is not int:
        return False
    if not 0 < line - cell["line"] <= len(lines):
        return False
    return bool(report.get("text") == lines[line - cell["line"] - 1].strip()[:200])
