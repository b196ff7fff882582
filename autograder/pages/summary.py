"""The results of a class as a table in the terminal: a pure function of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table as Grid

from autograder.files import printable
from autograder.judge.table import Table
from autograder.results import GRADED, INTERNAL, PENDING, UNREADABLE, Row


def summary(rows: Sequence[Row], table: Table) -> tuple[Grid, list[str]]:
    """Return a grid with a row for each question, and lines to print below it.

    The first line counts the students of each status. A line follows for each student without a mark.
    """
    grid = Grid(box=None, pad_edge=False)
    for title in ("question", "points", "mean", "full", "most common mistakes"):
        grid.add_column(title, justify="left" if title in ("question", "most common mistakes") else "right")
    known = [row for row in rows if row.status in (GRADED, PENDING)]
    for question in table.questions:
        marks = [points for row in known if (points := row.score.points[question.id]) is not None]
        named = Counter(mistake for row in known for mistake in row.mistakes[question.id])
        commonest = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        grid.add_row(
            question.id,
            f"{question.points:g}",
            f"{sum(marks) / len(marks):.2f}" if marks else "–",
            f"{sum(mark >= question.points for mark in marks)}" if marks and question.points else "–",
            ", ".join(f"{name} ×{count}" for name, count in commonest),
        )
    statuses = sorted(Counter(row.status for row in rows).items())
    counted = ", ".join(f"{count} {status}" for status, count in statuses)
    unusual = [
        f"  {row.student}: {printable(row.message, 2000)}"
        for row in rows
        if row.status in (UNREADABLE, INTERNAL)
    ]
    return grid, [counted, *unusual]
