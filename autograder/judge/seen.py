"""What a check looks at, and what it finds: Seen and Finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.judge.table import Answer, CheckRow


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    status: str  # PASSED | FAILED
    message: str = ""  # a sentence in French
    answer: Answer | None = None  # the answer of the table that the student's values agree with
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """What the calls of one question returned, and the answers that it may be compared with."""

    parts: dict[str, list[list[Any]]]  # case -> calls -> parts
    artists: dict[str, list[dict[str, Any]]]  # case -> what the figure shows
    answers: tuple[Answer, ...]  # right answers first; of upstream mistakes, only those recognised upstream
    tolerance: float  # absolute and relative
    inlined: tuple[Answer, ...] = ()  # answers with an upstream mistake that this function may make itself
    notes: tuple[str, ...] = ()  # in French

    def each(self, check: CheckRow) -> list[tuple[str, int, Any]]:
        """Return (case, position, part) for every part that the check looks at, in all calls of its cases."""
        return [
            (case, position, call[position])
            for case in check.cases
            for call in self.parts[case]
            for position in (range(len(call)) if check.part < 0 else [check.part])
        ]
