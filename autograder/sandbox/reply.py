"""Turn what an untrusted child reports into harmless plain data, before anything else reads it."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from autograder.sandbox.inside.frames import BadFrame
from autograder.student.calls import Report

#: The statuses that a child may report. The host finds the others itself (such as `crashed`), so a child
#: that reports one of those is lying.
STATUSES = frozenset({"value", "missing", "unwritten", "raised", "unreadable", "memory", "timeout"})
_ITEMS = 100  # entries of a report, or of a list in it
_CHARACTERS = 2000  # of one text
_PROBLEMS = 200  # of one load


def report(data: object) -> Report:
    """Return the report of a call, made harmless. Raises BadFrame when its status is not a known one."""
    status = data.get("status") if type(data) is dict else None
    if type(status) is not str or status not in STATUSES:
        raise BadFrame("a report without a known status")
    return clean(data)  # type: ignore[arg-type]


def problems(data: object) -> list[Report]:
    """Return the problems of a load, made harmless, the first 200. Raises BadFrame for anything else."""
    if type(data) is not list:
        raise BadFrame("problems that are no list")
    return [report(item) for item in data[:_PROBLEMS]]


def clean(data: dict[str, Any]) -> Report:
    """Return a flat dict of scalars and of short lists of scalars; leave everything else out."""
    result: Report = {}
    for key, value in list(data.items())[:_ITEMS]:
        if type(value) is list:
            result[_text(key)] = [_scalar(item) for item in value[:_ITEMS] if _is_scalar(item)]
        elif _is_scalar(value):
            result[_text(key)] = _scalar(value)
    return result


def _is_scalar(value: object) -> bool:
    if type(value) is int:
        return abs(value) < 2**63
    if type(value) is float:
        return math.isfinite(value)
    return value is None or type(value) in (bool, str)


def _scalar(value: Any) -> Any:
    return _text(value) if type(value) is str else value


def _text(text: str) -> str:
    """Return the first 2000 characters, with "�" in place of those that could change how text is shown.

    These are control and direction marks, private-use characters and lone surrogates.
    """
    text = text[:_CHARACTERS]
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_visible(character) else "\ufffd" for character in text)


def _is_visible(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
