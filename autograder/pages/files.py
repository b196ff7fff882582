"""Results as data files: result.json, scores.csv, run.json.

All are pure functions of results: the same results give the same bytes.
"""

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

SCHEMA = 1  # the version of these formats
RESULT, PAGE = "result.json", "feedback.html"  # the names of a student's files
_FIELDS = {"id": "check", "verdict": "status"}  # fields of a Verdict whose name differs in result.json
# Where a spreadsheet would see a formula begin: at the start of the text, and after each character that it
# may take for a separator.
FORMULA = re.compile(r"(^|[,;|])(?=[\s'\"]*[=+@\-＝＋－＠])")


def result_json(result: Result, key: str = "") -> bytes:
    """Return a student's result as JSON, with all questions and their checks.

    `key` is a digest of all that the result depends on (see `grading.resume`).
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
            _question(judgement, marks.points[judgement.question]) for judgement in result.judgements
        ],
    }
    return _json(tree)


def _question(judgement: Judgement, points: float | None) -> dict[str, Any]:
    """Return what result.json says of a question. The points may have been given by hand."""
    return {
        "id": judgement.question,
        "title": judgement.title,
        "points": _round(points),
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


def row_of(tree: Any) -> Row:
    """Return the row of a result.json. Raises KeyError or TypeError for another tree."""
    questions = tree["questions"]
    points = {question["id"]: question["points"] for question in questions}
    mistakes = {
        question["id"]: tuple(sorted({check["mistake"] for check in question["checks"]} - {""}))
        for question in questions
    }
    marks = Score(points, tree["auto"] or 0.0, tree["manual"], tree["bonus"], tree["total"])
    return Row(tree["student"], tree["status"], marks, tree["fault"] or tree["message"], mistakes)


def judgements_of(tree: Any) -> list[Judgement]:
    """Return the judgements of a result.json. Raises KeyError or TypeError for another tree."""
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
    """Return a CSV with a row for each student, in order of the names. A missing mark is an empty cell."""
    questions = [question.id for question in table.questions]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["student", *questions, "auto", "manual", "bonus", "total", "status"])
    for row in sorted(rows, key=lambda row: row.student):
        marks = row.score
        known = row.status != "internal_error"
        writer.writerow(
            [
                plain_cell(row.student),
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
    """Return as JSON what differs from run to run: times, the sandbox level, the number of workers."""
    return _json({"schema": SCHEMA, **facts})


def _json(tree: Any) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def plain_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return FORMULA.sub(r"\1'", text)
