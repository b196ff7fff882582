"""What grading comes to: a student's marks and result, and the row that a class keeps of it. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.judge.verdicts import Judgement
from autograder.student.calls import Report

GRADED = "graded"  # the total is final
PENDING = "pending"  # a question waits for a person
UNREADABLE = "unreadable"  # no file could be read
INTERNAL = "internal_error"  # the grader's own fault: no mark at all


@dataclass(frozen=True)
class Score:
    """One student's marks, in points. None stands for a mark that is still missing."""

    points: Mapping[str, float | None]  # of each question
    auto: float
    manual: float | None
    bonus: float
    total: float | None


@dataclass(frozen=True)
class Result:
    """One student's result. `status` is graded, pending, unreadable or internal_error."""

    student: str
    folder: str
    lab: str
    status: str
    file: str
    message: str
    judgements: tuple[Judgement, ...]
    problems: tuple[Report, ...]
    score: Score
    fault: str = ""  # the grader's own, for staff


@dataclass(frozen=True)
class Row:
    """What a class keeps of a result once its files are written: little, so that memory stays flat."""

    student: str
    status: str
    score: Score
    message: str
    mistakes: Mapping[str, tuple[str, ...]]  # question -> mistakes named


def row(result: Result) -> Row:
    """Return a result in short."""
    named = {
        judgement.question: tuple(sorted({verdict.mistake for verdict in judgement.verdicts} - {""}))
        for judgement in result.judgements
    }
    return Row(result.student, result.status, result.score, result.fault or result.message, named)
