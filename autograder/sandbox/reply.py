"""What an untrusted child reports, made harmless before anybody reads it."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from autograder.sandbox.inside.frames import BadFrame
from autograder.student.calls import Report

#: What a child may say of a call. All else is found from outside, or is a forgery.
STATUSES = frozenset({"value", "missing", "unwritten", "raised", "unreadable", "memory", "timeout"})
_ITEMS, _TEXT, _PROBLEMS = 100, 2000, 200


def report(data: object) -> Report:
    """The report of a call. Raises BadFrame when it is none."""
    status = data.get("status") if type(data) is dict else None
    if type(status) is not str or status not in STATUSES:
        raise BadFrame("a report without a known status")
    return clean(data)  # type: ignore[arg-type]


def problems(data: object) -> list[Report]:
    """The problems of a load, at most 200. Raises BadFrame when they are none."""
    if type(data) is not list:
        raise BadFrame("problems that are no list")
    return [report(item) for item in data[:_PROBLEMS]]


def clean(data: dict[str, Any]) -> Report:
    """A flat dict of scalars and short lists of scalars; whatever else is left out."""
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
    """At most 2000 characters; terminal escapes, bidi marks, surrogates and the like become "�"."""
    text = text[:_TEXT]
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_visible(character) else "\ufffd" for character in text)


def _is_visible(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
