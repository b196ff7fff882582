"""The results of grading, as plain data: a student's marks, the whole result, and a short row of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.judge.verdicts import Judgement
from autograder.student.calls import Report

GRADED = "graded"  # the total is final
PENDING = "pending"  # a person still has to mark a question
UNREADABLE = "unreadable"  # no file could be read
INTERNAL = "internal_error"  # the grader's own fault: no mark at all


@dataclass(frozen=True)
class Score:
    """One student's marks, in points. None stands for a mark that is still missing."""

    points: Mapping[str, float | None]  # question -> points
    auto: float  # given by the checks, without bonus questions
    manual: float | None  # what marks given by hand add to that
    bonus: float
    total: float | None


@dataclass(frozen=True)
class Result:
    """One student's result."""

    student: str
    folder: str  # of the result's files
    lab: str
    status: str  # GRADED, PENDING, UNREADABLE or INTERNAL
    file: str  # the name of the file that was graded
    message: str  # for the student: why nothing was graded
    judgements: tuple[Judgement, ...]
    problems: tuple[Report, ...]  # statements that could not be run
    score: Score
    fault: str = ""  # for staff: what went wrong on our side


@dataclass(frozen=True)
class Row:
    """The part of a result that stays in memory while a class is graded: small, as a class may be large."""

    student: str
    status: str
    score: Score
    message: str
    mistakes: Mapping[str, tuple[str, ...]]  # question -> the mistakes that were recognised


def row(result: Result) -> Row:
    """Return the row of a result."""
    named = {
        judgement.question: tuple(sorted({verdict.mistake for verdict in judgement.verdicts} - {""}))
        for judgement in result.judgements
    }
    return Row(result.student, result.status, result.score, result.fault or result.message, named)
