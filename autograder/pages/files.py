"""Results as files: result.json, scores.csv, run.json. Pure functions of results; the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from autograder.judge.table import Table
from autograder.judge.verdicts import Judgement, Verdict
from autograder.results import Result, Row, Score

SCHEMA = 1
RESULT, PAGE = "result.json", "feedback.html"  # a student's files
_FIELDS = {"id": "check", "verdict": "status"}  # of a Verdict, where result.json has another name
FORMULA = re.compile(
    r"(^|[,;|])(?=[\s'\"]*[=+@\-＝＋－＠])"
)  # where a spreadsheet would see one begin, whatever it takes for a separator


def result_json(result: Result, key: str = "") -> bytes:
    """A student's result, per question and per check: verdict, points, message, hint, mistake, note.

    `key` stands for all that it depends on.
    """
    marks = result.score
    tree = {
        "schema": SCHEMA,
        "key": key,
        "lab": result.lab,
        "student": result.student,
        "file": result.file,
        "status": result.status,
        "message": result.message,
        "fault": result.fault,
        "auto": marks.auto if result.status != "internal_error" else None,
        "manual": marks.manual,
        "bonus": marks.bonus,
        "total": marks.total,
        "problems": list(result.problems),
        "questions": [
            {
                "id": judgement.question,
                "title": judgement.title,
                "points": _round(marks.points[judgement.question]),
                "out_of": judgement.out_of,
                "bonus": judgement.bonus,
                "notes": list(judgement.notes),
                "carried": [reading for verdict in judgement.verdicts for reading in verdict.carried],
                "checks": [
                    {
                        "id": verdict.check,
                        "verdict": verdict.status,
                        "points": _round(verdict.points),
                        "out_of": verdict.out_of,
                        "message": verdict.message,
                        "hint": verdict.hint,
                        "mistake": verdict.mistake,
                        "note": verdict.note,
                    }
                    for verdict in judgement.verdicts
                ],
            }
            for judgement in result.judgements
        ],
    }
    return _json(tree)


def row_of(tree: Any) -> Row:
    """A result's row, from its result.json. Raises KeyError or TypeError where it is none."""
    questions = tree["questions"]
    points = {question["id"]: question["points"] for question in questions}
    mistakes = {
        question["id"]: tuple(sorted({check["mistake"] for check in question["checks"]} - {""}))
        for question in questions
    }
    marks = Score(points, tree["auto"] or 0.0, tree["manual"], tree["bonus"], tree["total"])
    return Row(tree["student"], tree["status"], marks, tree["fault"] or tree["message"], mistakes)


def judgements_of(tree: Any) -> list[Judgement]:
    """What every question came to, from a result.json. Raises KeyError or TypeError where it is none."""
    return [
        Judgement(
            question["id"],
            question["title"],
            tuple(
                Verdict(**{_FIELDS.get(key, key): value for key, value in check.items()})
                for check in question["checks"]
            ),
            question["out_of"],
            question["bonus"],
            tuple(question["notes"]),
        )
        for question in tree["questions"]
    ]


def scores_csv(rows: Sequence[Row], table: Table) -> bytes:
    """One row a student, in order of the names; a mark that is still missing is an empty cell."""
    questions = [question.id for question in table.questions]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["student", *questions, "auto", "manual", "bonus", "total", "status"])
    for row in sorted(rows, key=lambda row: row.student):
        marks = row.score
        known = row.status != "internal_error"
        writer.writerow(
            [
                _cell(row.student),
                *(_number(marks.points[question]) for question in questions),
                _number(marks.auto if known else None),
                _number(marks.manual),
                _number(marks.bonus if known else None),
                _number(marks.total),
                row.status,
            ]
        )
    return buffer.getvalue().encode("utf-8")


def run_json(**facts: Any) -> bytes:
    """What changes from run to run: times, the sandbox level, workers."""
    return _json({"schema": SCHEMA, **facts})


def _json(tree: Any) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", text)
