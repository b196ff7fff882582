"""From verdicts to marks: points of each question, automatic and manual part, bonus, total."""

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
    """Add up the points of one student; round the total to the step of `marks`, and cut it at the cap.

    `manual` holds marks given by hand: question -> points. Such a mark replaces the automatic one.
    """
    points: dict[str, float | None] = {}
    for judgement in judgements:
        automatic = None if judgement.pending else judgement.points
        points[judgement.question] = manual.get(judgement.question, automatic)
    auto = sum(j.points for j in judgements if not j.bonus)
    bonus = sum(points[j.question] or 0.0 for j in judgements if j.bonus)
    if None in points.values():
        return Score(points, round(auto, 4), None, round(bonus, 4), None)
    by_hand = sum((points[j.question] or 0.0) - j.points for j in judgements if not j.bonus)
    total = min(marks.cap, _rounded(auto + by_hand + bonus, marks.rounding))
    return Score(points, round(auto, 4), round(by_hand, 4) + 0.0, round(bonus, 4), round(total, 4))


def _rounded(value: float, step: float) -> float:
    """Return the nearest multiple of the step; of two, the greater."""
    return int(value / step + 0.5 + 1e-9) * step


def read_manual(path: Path | None, questions: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return marks given by hand: student -> question -> points. Without a path there are none.

    The file is a CSV with a column `student` and one for each question; an empty cell is no mark.
    `questions` holds the most points of each question. Raises Refused.
    """
    marks: dict[str, dict[str, float]] = {}
    for line, row in enumerate(_csv_rows(path) if path else [], 2):
        where = f"{path}: line {line}"
        if not row.get("student"):
            raise Refused(f"{where}: the student is missing")
        for question, text in row.items():
            if question is None:
                raise Refused(f"{where}: more cells than the first line names")
            if question == "student" or not (text or "").strip():
                continue
            if question not in questions:
                raise Refused(f"{path}: unknown question {question!r}; questions: {', '.join(questions)}")
            points = _points(text, questions[question], f"{where}: {question}")
            if question in marks.setdefault(row["student"], {}):
                raise Refused(f"{where}: {question} of {row['student']!r} twice")
            marks[row["student"]][question] = points
    return marks


def _csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV that has a column `student`, and no column twice. Raises Refused."""
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
    return rows


def _points(text: str, most: float, where: str) -> float:
    """Return a mark written with a point or a comma, from 0 to `most`. Raises Refused."""
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        raise Refused(f"{where}: {text!r} is no number") from None
    if not 0 <= points <= most:
        raise Refused(f"{where}: {points:g} is not between 0 and {most:g}")
    return points
