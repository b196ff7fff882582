"""Verdicts to marks: per question, automatic, manual, bonus, total."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.course.config import Marks
from autograder.errors import Refused
from autograder.judge.verdicts import Judgement
from autograder.results import Score


def score(judgements: Sequence[Judgement], manual: Mapping[str, float], marks: Marks) -> Score:
    """Add up the judgements and the marks given by hand; cut at the cap, round to the step."""
    points: dict[str, float | None] = {}
    for judgement in judgements:
        by_hand = manual.get(judgement.question)
        points[judgement.question] = (
            (judgement.points if by_hand is None else by_hand) if not judgement.pending else by_hand
        )
    auto = sum(j.points for j in judgements if not j.bonus)
    bonus = sum(points[j.question] or 0.0 for j in judgements if j.bonus)
    waiting = [j for j in judgements if points[j.question] is None]
    hand = sum((points[j.question] or 0.0) - j.points for j in judgements if not j.bonus)
    if waiting:
        return Score(points, round(auto, 4), None, round(bonus, 4), None)
    total = min(marks.cap, _rounded(auto + hand + bonus, marks.rounding))
    return Score(points, round(auto, 4), round(hand, 4) + 0.0, round(bonus, 4), round(total, 4))


def _rounded(value: float, step: float) -> float:
    """The nearest multiple of the step, halves upwards."""
    return int(value / step + 0.5 + 1e-9) * step


def read_manual(path: Path | None, questions: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Marks given by hand: a CSV with a `student` column and one a question. Raises Refused."""
    if path is None:
        return {}
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{path}: not a readable CSV ({error})") from None
    if "student" not in (reader.fieldnames or ()):
        raise Refused(
            f"{path}: no `student` column; the first line names the columns, with commas between them"
        )
    twice = [name for name, count in Counter(reader.fieldnames).items() if name and count > 1]
    if twice:
        raise Refused(f"{path}: two columns {twice[0]!r}; keep one")
    given: dict[str, dict[str, float]] = {}
    for line, row in enumerate(rows, 2):
        if not row.get("student"):
            raise Refused(f"{path}: line {line}: the student is missing")
        for question, text in row.items():
            if question is None:
                raise Refused(f"{path}: line {line}: more cells than the first line names")
            if question == "student" or not (text or "").strip():
                continue
            if question not in questions:
                raise Refused(f"{path}: unknown question {question!r}; questions: {', '.join(questions)}")
            try:
                value = float(text.replace(",", "."))
            except ValueError:
                raise Refused(f"{path}: line {line}: {question}: {text!r} is no number") from None
            if not 0 <= value <= questions[question]:
                raise Refused(
                    f"{path}: line {line}: {question}: {value:g} is not between 0 and {questions[question]:g}"
                )
            if question in given.setdefault(row["student"], {}):
                raise Refused(f"{path}: line {line}: {question} of {row['student']!r} twice")
            given[row["student"]][question] = value
    return given
